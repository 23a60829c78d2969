package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.instrumentation.servlet.FakeAdapter.Component;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.web.util.pattern.PathPattern;

/** Whose pattern is the route when controllers, forwards and error pages meet. */
class ControllerRouteTest {
  private static final String PATTERN =
      "org.springframework.web.servlet.HandlerMapping.bestMatchingPattern";

  private final Component old = new Component("/old/*");
  private final Component spring = new Component("/app/*");
  private final FakeRequest request = new FakeRequest();
  private final FakeResponse response = new FakeResponse();
  private TestEngine engine;

  @BeforeEach
  void install() {
    engine = TestEngine.install();
  }

  private void servlet(Component servlet, String prefix, int dispatch, Runnable inside) {
    FakeRequest passed = request;
    if (dispatch != ServletAdapter.REQUEST) {
      passed = FakeRequest.around(request, dispatch);
    }
    passed.servletPath = prefix;
    passed.pathInfo = "/x";
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, servlet, passed, response);
    inside.run();
    if (token != null) {
      ServletEntry.exit(FakeAdapter.INSTANCE, token, passed, response, null);
    }
  }

  private void matched(Object pattern) {
    request.attributes.put(PATTERN, pattern);
  }

  private Object route() {
    return engine.onlySpan().attribute(HttpAttributes.ROUTE);
  }

  @Test
  void springsOwnPatternIsReadAndNoOtherObject() {
    servlet(spring, "/app", ServletAdapter.REQUEST, () -> matched(new PathPattern("/{id}")));
    assertThat(route()).isEqualTo("/shop/app/{id}");
  }

  @Test
  void aStrangersObjectIsNotAskedForItsText() {
    Object stranger =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("a foreign object was asked for its text");
          }
        };
    servlet(spring, "/app", ServletAdapter.REQUEST, () -> matched(stranger));
    assertThat(route()).isEqualTo("/shop/app/*");
  }

  @Test
  void aControllerForwardedToIsBehindItsOwnServlet() {
    servlet(
        old,
        "/old",
        ServletAdapter.REQUEST,
        () -> servlet(spring, "/app", ServletAdapter.FORWARD, () -> matched("/{id}")));
    assertThat(route()).isEqualTo("/shop/app/{id}");
  }

  @Test
  void aResourceForwardedToIsBehindItsOwnServlet() {
    servlet(
        old,
        "/old",
        ServletAdapter.REQUEST,
        () ->
            servlet(
                spring,
                "/app",
                ServletAdapter.FORWARD,
                () -> ServletEntry.resourceMatched("/orders/{id}")));
    assertThat(route()).isEqualTo("/shop/app/orders/{id}");
  }

  @Test
  void aForwardWithoutAControllerLeavesTheFirstServlet() {
    servlet(
        old,
        "/old",
        ServletAdapter.REQUEST,
        () -> servlet(spring, "/app", ServletAdapter.FORWARD, () -> {}));
    assertThat(route()).isEqualTo("/shop/old/*");
  }

  @Test
  void theFirstControllerDecides() {
    servlet(
        spring,
        "/app",
        ServletAdapter.REQUEST,
        () -> {
          matched("/{id}");
          servlet(old, "/old", ServletAdapter.FORWARD, () -> matched("/other"));
        });
    assertThat(route()).isEqualTo("/shop/app/{id}");
  }

  @Test
  void aControllerThatMakesTheErrorPageOfAnAsynchronousRequestDoesNotCount() {
    servlet(old, "/old", ServletAdapter.REQUEST, () -> request.asyncStarted = true);
    ServerCall call = request.listener;
    request.dispatch = ServletAdapter.ERROR;
    Object token = ServletEntry.enterServlet(FakeAdapter.INSTANCE, spring, request, response);
    matched("/error");
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);
    ServletEntry.completed(FakeAdapter.INSTANCE, call, request, response);
    assertThat(route()).isEqualTo("/shop/old/*");
  }
}
