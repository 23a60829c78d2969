package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.MessageBytes;
import org.junit.jupiter.api.Test;

class TomcatAdapterTest {
  private final TomcatAdapter adapter = TomcatAdapter.INSTANCE;
  private final Request request = new Request();

  private static void set(MessageBytes text, String value) {
    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
    text.setBytes(bytes, 0, bytes.length);
  }

  @Test
  void readsBytesAndLeavesThemBytes() {
    set(request.method(), "GET");
    set(request.requestURI(), "/shop");
    set(request.queryString(), "a=b");
    assertThat(adapter.method(request)).isEqualTo("GET");
    assertThat(adapter.requestUri(request)).isEqualTo("/shop");
    assertThat(adapter.queryString(request)).isEqualTo("a=b");
    assertThat(request.requestURI().getType()).isEqualTo(MessageBytes.T_BYTES);
    assertThat(request.queryString().getType()).isEqualTo(MessageBytes.T_BYTES);
  }

  @Test
  void whatIsNoMethodIsNoneAndItsPathIsNotToldEither() {
    set(request.requestURI(), "/secret");
    assertThat(adapter.method(request)).isNull();
    for (String nonsense : new String[] {"", "G\u0001T", "A".repeat(40), "GET/x"}) {
      set(request.method(), nonsense);
      assertThat(adapter.method(request)).isNull();
      assertThat(adapter.requestUri(request)).isNull();
    }
    set(request.method(), "GET");
    set(request.requestURI(), "secret");
    assertThat(adapter.requestUri(request)).isNull();
  }

  @Test
  void findsHeadersWithoutRegardToCase() {
    set(request.getMimeHeaders().addValue("Forwarded"), "for=a");
    set(request.getMimeHeaders().addValue("Host"), "shop");
    set(request.getMimeHeaders().addValue("forwarded"), "for=b");
    assertThat(adapter.first(request, "HOST")).isEqualTo("shop");
    assertThat(adapter.first(request, "none")).isNull();
    assertThat(Collections.list(adapter.all(request, "FORWARDED")))
        .containsExactly("for=a", "for=b");
    assertThat(adapter.all(request, "none").hasMoreElements()).isFalse();
  }
}
