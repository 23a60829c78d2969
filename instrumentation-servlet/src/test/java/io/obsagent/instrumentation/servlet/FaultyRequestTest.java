package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Request objects that throw when they are asked: the span ends with the request all the same. */
class FaultyRequestTest {
  private final Component servlet = new Component("/cart");
  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();
  private TestEngine engine;
  private long faults;

  @BeforeEach
  void install() {
    engine = TestEngine.install();
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
  }

  @AfterEach
  void leavesNothingBehind() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  private Object enter() {
    return ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, request, response);
  }

  @Test
  void oneThatCannotBeDescribedEndsAtOnce() {
    request.broken = "scheme";
    // Whoever called counts it and lets the request go on.
    assertThatThrownBy(this::enter).hasMessage("scheme");
    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"servletPath", "attribute", "isAsyncStarted"})
  void oneThatFailsLaterOnlyLacksWhatItWasAskedFor(String broken) {
    request.broken = broken;
    Object token = enter();
    assertThat(Context.current()).isNotSameAs(Context.ROOT);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);

    assertThat(engine.onlySpan().attribute(HttpAttributes.RESPONSE_STATUS_CODE)).isEqualTo(200L);
    assertThat(engine.onlySpan().attribute(HttpAttributes.ROUTE))
        .isEqualTo(broken.equals("servletPath") ? null : "/shop/cart");
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults + 1);
  }
}
