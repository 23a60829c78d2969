package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TemplatePathTest {
  private static String of(String... templates) {
    TemplatePath path = TemplatePath.ROOT;
    for (String template : templates) {
      path = path.then(template);
    }
    return path.text();
  }

  @Test
  void oneSlashStandsBetweenTemplates() {
    assertThat(of()).isEqualTo("/");
    assertThat(of("/")).isEqualTo("/");
    assertThat(of("/", "")).isEqualTo("/");
    assertThat(of("orders", "{id}/")).isEqualTo("/orders/{id}");
    assertThat(of("/orders/", "/{id: [0-9]+}", "/")).isEqualTo("/orders/{id: [0-9]+}");
    assertThat(of("/", "orders")).isEqualTo("/orders");
  }

  @Test
  void eachIsMadeOnce() {
    assertThat(of("/orders", "/{id}")).isSameAs(of("/orders", "/{id}"));
    assertThat(of("/carts", "/{id}")).isEqualTo("/carts/{id}");
  }

  @Test
  void whatIsMadeUpIsNotKept() {
    for (int i = 0; i < 2_000; i++) {
      assertThat(of("made-up", "/" + i)).isEqualTo("/made-up/" + i);
    }
    assertThat(of("made-up", "/1")).isSameAs(of("made-up", "/1"));
    assertThat(of("made-up", "/1999")).isNotSameAs(of("made-up", "/1999"));
  }
}
