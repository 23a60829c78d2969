package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.Options;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HttpMethodsTest {
  private final HttpMethods methods = new HttpMethods(Options.HTTP_KNOWN_METHODS.defaultValue());

  @Test
  void knowsTheMethodsOfTheSpecification() {
    for (String method : "CONNECT DELETE GET HEAD OPTIONS PATCH POST PUT TRACE".split(" ", -1)) {
      assertThat(methods.normalize(method)).isEqualTo(method);
      assertThat(HttpMethods.inName(methods.normalize(method))).isEqualTo(method);
    }
  }

  @Test
  void callsAllOthersOther() {
    for (String method : new String[] {"get", "PROPFIND", "", "GET ", null}) {
      assertThat(methods.normalize(method)).isEqualTo("_OTHER");
    }
    assertThat(HttpMethods.inName(methods.normalize("PROPFIND"))).isEqualTo("HTTP");
  }

  @Test
  void takesAListOfOnesOwn() {
    HttpMethods own = new HttpMethods(Arrays.asList("PROPFIND"));
    assertThat(own.normalize("PROPFIND")).isEqualTo("PROPFIND");
    assertThat(own.normalize("GET")).isEqualTo("_OTHER");
  }
}
