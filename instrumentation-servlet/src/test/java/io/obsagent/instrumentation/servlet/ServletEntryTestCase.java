package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Requests through filters and servlets of an API of our own. */
abstract class ServletEntryTestCase {

  static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  static final InstrumentationScope TEST = InstrumentationScope.named("test");

  final Component filter = new Component("/*");
  final Component servlet = new Component("/cart");
  final FakeRequest request = new FakeRequest();
  final FakeResponse response = new FakeResponse();
  TestEngine engine;
  long faults;

  @BeforeEach
  void install() {
    engine = TestEngine.install("obs.exclude.urls", "/health*");
    faults = faults();
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(faults()).isEqualTo(faults);
  }

  static long faults() {
    return AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)
        + AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
  }

  void filter(FakeRequest passed, Runnable inside) {
    Object token = ServletEntry.enterFilter(FakeAdapter.INSTANCE, filter, passed, response);
    run(token, passed, inside);
  }

  void servlet(FakeRequest passed, Runnable inside) {
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, passed, response);
    run(token, passed, inside);
  }

  void run(Object token, FakeRequest passed, Runnable inside) {
    Throwable thrown = null;
    try {
      inside.run();
    } catch (Throwable fault) {
      thrown = fault;
      throw fault;
    } finally {
      if (token != null) {
        ServletEntry.exit(FakeAdapter.INSTANCE, token, passed, response, thrown);
      }
    }
  }

  static void nothing() {}

  static void child() {
    Engine.tracer().startChild(SpanKind.INTERNAL, TEST, System.nanoTime()).end();
  }

  RecordedSpan server() {
    return engine.spans().stream()
        .filter(span -> span.kind() == SpanKind.SERVER)
        .reduce(
            (one, two) -> {
              throw new AssertionError("two SERVER spans");
            })
        .orElseThrow(() -> new AssertionError("no SERVER span"));
  }
}
