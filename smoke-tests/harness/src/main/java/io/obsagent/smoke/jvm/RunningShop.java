package io.obsagent.smoke.jvm;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The three JVMs of the shop, listening. */
public record RunningShop(
    RunningService storefront, RunningService payment, RunningService fulfilment)
    implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** By name, in the order in which an order passes through them. */
  public Map<String, RunningService> services() {
    Map<String, RunningService> services = new LinkedHashMap<>();
    services.put("storefront", storefront);
    services.put("payment", payment);
    services.put("fulfilment", fulfilment);
    return services;
  }

  /** Waits until fulfilment says so; the broker is slow to hand out the first order. */
  public void awaitShipped(String order) {
    fulfilment.jvm().awaitLine("Order " + order + " shipped", PATIENCE);
  }

  /** The lines of a service's log that carry this trace id. */
  public List<String> logOf(String service, String traceId) {
    return services().get(service).jvm().stdout().lines().stream()
        .filter(line -> line.contains("[trace=" + traceId + " "))
        .toList();
  }

  /** Ends all three by SIGTERM: all they had to export has been exported, no agent had a fault. */
  public void stop() {
    services().values().forEach(RunningService::stop);
  }

  @Override
  public void close() {
    try (storefront;
        payment;
        fulfilment) {
      // Each is closed, whatever becomes of the others.
    }
  }
}
