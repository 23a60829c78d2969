package io.obsagent.smoke.demo;

import io.obsagent.smoke.jvm.Artifacts;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.jvm.ThreeJvmShop;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.KafkaService;
import io.obsagent.smoke.services.Services;

/**
 * An unmodified shop of three services under the agent takes some traffic, and its traces are
 * shown: as the agent prints them in each service, and as a collector has them, where an order is
 * one trace. The exit code is 0 only if all of it was there.
 */
public final class DemoMain {

  /** Failures, slow calls, one of each kind, and a tenth of the rest. */
  private static final String TAIL = "error,latency:500ms,rare:15m,probabilistic:10";

  private DemoMain() {}

  public static void main(String[] arguments) {
    try {
      run();
    } catch (DemoFailure | AssertionError | IllegalStateException e) {
      System.out.flush();
      System.err.println();
      System.err.println("The demo failed: " + e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void run() {
    say("PostgreSQL and a Kafka broker start");
    Database database = Services.postgres().newDatabase("shop");
    KafkaService kafka = Services.kafka();
    try (OtlpReceiver collector = OtlpReceiver.start()) {
      say(
          "The shop starts, three services of three teams: java -javaagent:%s"
              + " -Dobs.sampling.tail=%s -jar %s",
          Artifacts.agentJar().getFileName(),
          TAIL,
          String.join(
              " | ",
              Artifacts.shopJar().getFileName().toString(),
              Artifacts.paymentJar().getFileName().toString(),
              Artifacts.fulfilmentJar().getFileName().toString()));
      RunningShop shop =
          ThreeJvmShop.on(Jdks.running(), database, kafka)
              .topic("orders")
              .with("otel.traces.exporter", "console,otlp")
              .with("otel.metric.export.interval", "1000")
              .with("obs.sampling.tail", TAIL)
              // Who is called keeps all, being told before the caller decides: orders are whole.
              .with("obs.sampling.propagate", "always")
              .exportingTo(collector)
              .start();
      try (shop) {
        say("The storefront listens on http://127.0.0.1:%d and has customers:", port(shop));
        String order = new Traffic(shop.storefront().http()).send();
        shop.awaitShipped(order);
        collector
            .metrics()
            .await(
                "what is measured late, of all three",
                points -> Findings.measured(points).containsAll(shop.services().keySet()));
        say("The services are stopped with SIGTERM, and what they still held is exported");
        shop.stop();
      }
      Findings findings = new Findings(shop, collector.traces());
      findings.show();
      findings.check();
      findings.signals();
    }
  }

  private static int port(RunningShop shop) {
    return shop.storefront().port();
  }

  static void say(String format, Object... arguments) {
    System.out.printf("%n> " + format + "%n", arguments);
  }
}
