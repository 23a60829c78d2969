package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServletMappingsTest {
  private final ServletMappings all =
      new ServletMappings(
          "/shop", List.of("/exact", "/api/*", "/api/deep/*", "*.do", "*.jsp", "", "/"));

  @ParameterizedTest
  @CsvSource({
    "/exact, , /shop/exact",
    "/api, , /shop/api/*",
    "/api, /orders/7, /shop/api/*",
    "/api/deep, /x, /shop/api/deep/*",
    "/a/b.do, , /shop/*.do",
    "/index.jsp, , /shop/*.jsp",
    "'', /, /shop/",
    "/image.png, , ",
    "/exact, /more, ",
  })
  void aServletIsKnownByTheMappingThatWasMatched(
      String servletPath, String pathInfo, String route) {
    Route found = all.ofServlet(servletPath, pathInfo).route();
    assertThat(found == null ? null : found.text()).isEqualTo(route);
  }

  @Test
  void theRootContextHasNoPrefix() {
    ServletMappings mappings = new ServletMappings("", List.of("/*"));
    assertThat(mappings.ofServlet("", "/a/b").route().text()).isEqualTo("/*");
    assertThat(mappings.ofServlet("", null).route().text()).isEqualTo("/*");
  }

  @ParameterizedTest
  @CsvSource({
    "/exact, /shop/exact",
    "/api/orders/7, /shop/api/*",
    "/api/deep/7, /shop/api/deep/*",
    "/api, /shop/api/*",
    "/x.do, /shop/*.do",
    "/image.png, ",
  })
  void aFilterIsKnownByThePathItAnswered(String path, String route) {
    Route found = all.ofFilter(path).route();
    assertThat(found == null ? null : found.text()).isEqualTo(route);
  }

  @Test
  void aFilterOnEverythingHasThatMapping() {
    ServletMappings mappings = new ServletMappings("/shop", List.of("/*", "/api/*"));
    assertThat(mappings.ofFilter("/x").route().text()).isEqualTo("/shop/*");
    assertThat(mappings.ofFilter("/api/x").route().text()).isEqualTo("/shop/api/*");
  }

  @ParameterizedTest
  @CsvSource({
    "/, '', /image.png, , /shop/orders/{id}",
    "/api/*, /api, /api, /orders/7, /shop/api/orders/{id}",
    "*.do, '', /orders.do, , /shop/orders/{id}",
    "/*, '', '', /orders/7, /shop/orders/{id}",
  })
  void aControllersPatternIsInsideTheMapping(
      String pattern, String ignored, String servletPath, String pathInfo, String route) {
    ServletMapping mapping =
        new ServletMappings("/shop", List.of(pattern)).ofServlet(servletPath, pathInfo);
    assertThat(mapping.controller("/orders/{id}").text()).isEqualTo(route);
    assertThat(mapping.controller("orders/{id}").text()).isEqualTo(route);
    assertThat(mapping.controller("/orders/{id}")).isSameAs(mapping.controller("/orders/{id}"));
  }

  @Test
  void aControllersPatternMayHoldThePrefixAlready() {
    ServletMapping mapping = new ServletMappings("/shop", List.of("/api/*")).ofServlet("/api", "/");
    assertThat(mapping.controller("/api/orders").text()).isEqualTo("/shop/api/orders");
    assertThat(mapping.controller("/apiary").text()).isEqualTo("/shop/api/apiary");
  }

  @Test
  void spanNamesAreMadeOnce() {
    Route route = new Route("/shop/cart");
    assertThat(route.spanName("GET")).isEqualTo("GET /shop/cart").isSameAs(route.spanName("GET"));
    assertThat(route.spanName("HTTP")).isEqualTo("HTTP /shop/cart");
  }

  @Test
  void aResourceIsAlwaysBelowTheMapping() {
    ServletMapping api =
        new ServletMappings("/shop", java.util.List.of("/api/*")).ofServlet("/api", "/api/x");
    assertThat(api.resource("/api/{id}").text()).isEqualTo("/shop/api/api/{id}");
    assertThat(api.controller("/api/{id}").text()).isEqualTo("/shop/api/{id}");
    assertThat(api.resource("/orders/{id}")).isSameAs(api.resource("/orders/{id}"));
  }
}
