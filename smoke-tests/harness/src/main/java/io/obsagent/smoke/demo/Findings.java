package io.obsagent.smoke.demo;

import static io.obsagent.smoke.demo.DemoMain.say;
import static io.obsagent.smoke.receiver.SpanMatcher.server;

import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.receiver.ReceivedPoint;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.receiver.SpanMatcher;
import io.obsagent.smoke.receiver.Traces;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the run left: the agents' words, the logs of the services, the collector's spans. */
final class Findings {

  private static final Pattern CHECKOUT_LOG_LINE =
      Pattern.compile("\\[trace=([0-9a-f]{32}) span=([0-9a-f]{16})\\].*Order \\d+ placed");

  private static final Map<String, String> LOGGING =
      Map.of("storefront", "Logback", "payment", "Log4j 2", "fulfilment", "Log4j 1");

  private final RunningShop shop;
  private final Traces traces;

  Findings(RunningShop shop, Traces traces) {
    this.shop = shop;
    this.traces = traces;
  }

  void show() {
    shop.services()
        .forEach(
            (name, service) -> {
              say("What the agent wrote on the stderr of %s (exporter console,otlp):", name);
              System.out.println();
              requests(service.jvm().stderr().lines()).forEach(System.out::println);
            });
  }

  /** Without the waterfalls that begin with a statement: those made the tables, for no request. */
  private static List<String> requests(List<String> lines) {
    List<String> shown = new ArrayList<>();
    int setUp = 0;
    for (int i = 0; i < lines.size(); i++) {
      boolean statement = i + 1 < lines.size() && lines.get(i + 1).matches("[│|] [◆*] .*");
      if (statement && lines.get(i).contains(" trace ")) {
        setUp++;
        while (i + 1 < lines.size() && !lines.get(i + 1).contains(" trace ")) {
          i++;
        }
      } else {
        shown.add(lines.get(i));
      }
    }
    shown.add("(and " + setUp + " statements that made the tables)");
    return shown;
  }

  void check() {
    ReceivedTrace checkout = traces.traceOf(server("POST /checkout").and("that worked", ok()));
    ReceivedTrace failed = traces.traceOf(server("POST /checkout").failed());

    say("Collected over OTLP, the order of three services is one trace:");
    draw(checkout);
    say("And the one whose payment broke:");
    draw(failed);
    say("What the services logged about the order; their patterns always had %%X{trace_id}:");
    for (Map.Entry<String, RunningService> service : shop.services().entrySet()) {
      System.out.printf("%n  %s, %s%n", service.getKey(), LOGGING.get(service.getKey()));
      shop.logOf(service.getKey(), checkout.traceId())
          .forEach(line -> System.out.println("    " + line));
    }
    System.out.println();

    checkJoined(checkout);
    checkBroken(failed);
    checkLogs(checkout);
    System.out.printf(
        "  %d spans in %d traces; the order: %d spans in %s%n",
        traces.spans().size(), traces.byId().size(), checkout.spans().size(), services(checkout));
  }

  /** The services of which everything is measured by now. */
  static Set<String> measured(List<ReceivedPoint> points) {
    return points.stream()
        .filter(point -> point.metric().equals("obs.memory.utilization"))
        .map(point -> String.valueOf(point.resource().get("service.name")))
        .collect(Collectors.toSet());
  }

  /** What an engineer on call asks first, of the last minute of each service. */
  void signals() {
    for (Map.Entry<String, RunningService> service : shop.services().entrySet()) {
      say("Golden signals of %s:", service.getKey());
      List<String> lines = service.getValue().jvm().agentStatus().signals();
      lines.forEach(line -> System.out.println("  " + line));
      DemoFailure.unless(lines.size() > 2, service.getKey() + " has no golden signals");
    }
  }

  private static void draw(ReceivedTrace trace) {
    String stdout =
        System.getProperty("stdout.encoding", System.getProperty("native.encoding", "UTF-8"));
    String waterfall = new JoinedWaterfall(trace).draw();
    System.out.printf("%n%s", JoinedWaterfall.in(Charset.forName(stdout), waterfall));
  }

  private void checkJoined(ReceivedTrace checkout) {
    DemoFailure.unless(
        services(checkout).equals(shop.services().keySet()),
        "the order should be in three services, it is in " + services(checkout));
    for (String service : shop.services().keySet()) {
      DemoFailure.unless(
          checkout.spans().stream()
              .anyMatch(span -> isStatement(span) && span.serviceName().equals(service)),
          "the order has no JDBC span of " + service);
    }
    DemoFailure.unless(
        checkout.tops().size() == 1, "the order should have one root" + checkout.outline());
  }

  private static void checkBroken(ReceivedTrace failed) {
    DemoFailure.unless(
        failed.spans().stream().anyMatch(span -> isStatement(span) && !ok().test(span)),
        "no JDBC span of the failing checkout is marked as failed");
    DemoFailure.unless(
        services(failed).contains("payment"), "the failing checkout has no span of payment");
  }

  private void checkLogs(ReceivedTrace checkout) {
    String logged = traceIdOfLoggedCheckout();
    DemoFailure.unless(
        logged.equals(checkout.traceId()),
        "the log says trace " + logged + ", the collector " + checkout.traceId());
    shop.services()
        .forEach(
            (name, service) -> {
              DemoFailure.unless(
                  !shop.logOf(name, logged).isEmpty(),
                  "no log line of " + name + " has the trace id " + logged);
              DemoFailure.unless(
                  service.jvm().stderr().text().contains(logged),
                  "no waterfall of " + name + " has the trace id " + logged);
            });
  }

  private String traceIdOfLoggedCheckout() {
    List<String> log = shop.storefront().jvm().stdout().lines();
    for (String line : log) {
      Matcher matcher = CHECKOUT_LOG_LINE.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new DemoFailure("the storefront's log line about the order has no trace id");
  }

  private static Set<String> services(ReceivedTrace trace) {
    return trace.spans().stream()
        .map(ReceivedSpan::serviceName)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean isStatement(ReceivedSpan span) {
    return span.attributes().containsKey("db.system.name");
  }

  private static SpanMatcher ok() {
    return SpanMatcher.span(
        "a span without error", span -> span.status() != ReceivedSpan.Status.ERROR);
  }
}
