package io.obsagent.smoke.demo;

import static io.obsagent.smoke.demo.DemoMain.say;
import static io.obsagent.smoke.receiver.SpanMatcher.server;

import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Kind;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.receiver.SpanMatcher;
import io.obsagent.smoke.receiver.Traces;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the run left: the agent's words, the shop's log, the collector's spans. */
final class Findings {

  private static final Pattern CHECKOUT_LOG_LINE =
      Pattern.compile("\\[trace=([0-9a-f]{32}) span=([0-9a-f]{16})\\].*Order \\d+ placed");

  private final ChildJvm shop;
  private final Traces traces;

  Findings(ChildJvm shop, Traces traces) {
    this.shop = shop;
    this.traces = traces;
  }

  void show() {
    say("What the agent wrote on the shop's stderr (otel.traces.exporter=console,otlp):");
    System.out.println();
    shop.stderr().lines().forEach(System.out::println);
    say("What the shop itself logged; its log pattern always had %%X{trace_id}, it was empty:");
    System.out.println();
    // Without the frames of stack traces, which have their place but not here.
    shop.stdout().lines().stream()
        .filter(line -> !line.startsWith("\tat "))
        .forEach(System.out::println);
  }

  void check() {
    ReceivedTrace checkout = traces.traceOf(server("POST /checkout").and("that worked", ok()));
    ReceivedTrace failed = traces.traceOf(server("POST /checkout").failed());
    DemoFailure.unless(
        statements(checkout) >= 6,
        "the checkout should have at least 6 JDBC spans, it has " + statements(checkout));
    DemoFailure.unless(
        failed.spans().stream().anyMatch(span -> isStatement(span) && !ok().test(span)),
        "no JDBC span of the failing checkout is marked as failed");

    String logged = traceIdOfLoggedCheckout();
    DemoFailure.unless(
        logged.equals(checkout.traceId()),
        "the log says trace " + logged + ", the collector " + checkout.traceId());
    DemoFailure.unless(
        shop.stderr().text().contains(logged), "no waterfall has the trace id " + logged);

    say("The same traces arrived at the collector over OTLP:");
    System.out.printf("  %d spans in %d traces%n", traces.spans().size(), traces.byId().size());
    System.out.printf(
        "  checkout          trace %s  %d spans, %d of them JDBC%n",
        checkout.traceId(), checkout.spans().size(), statements(checkout));
    System.out.printf(
        "  failing checkout  trace %s  %d spans, marked ERROR (error.type=%s)%n",
        failed.traceId(), failed.spans().size(), failed.root().attribute("error.type"));
    System.out.printf(
        "  trace id in the shop's log of the checkout, and in its waterfall: %s%n", logged);
  }

  private String traceIdOfLoggedCheckout() {
    List<String> log = shop.stdout().lines();
    for (String line : log) {
      Matcher matcher = CHECKOUT_LOG_LINE.matcher(line);
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    throw new DemoFailure("the shop's log line about the order has no trace id");
  }

  private static long statements(ReceivedTrace trace) {
    return trace.spans().stream().filter(Findings::isStatement).count();
  }

  private static boolean isStatement(ReceivedSpan span) {
    return span.kind() == Kind.CLIENT && span.attributes().containsKey("db.system.name");
  }

  private static SpanMatcher ok() {
    return SpanMatcher.span(
        "a span without error", span -> span.status() != ReceivedSpan.Status.ERROR);
  }
}
