package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.Options;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlRedactionTest {
  private final UrlRedaction redaction =
      new UrlRedaction(Options.REDACT_QUERY_PARAMETERS.defaultValue());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSAccessKeyId",
        "Signature",
        "X-Amz-Signature",
        "X-Amz-Credential",
        "X-Amz-Security-Token",
        "sig",
        "X-Goog-Signature",
        "access_token",
        "clientSecret",
        "password",
        "passwd",
        "PWD",
        "apiKey",
        "sessionid",
        "oauth_nonce",
        "design",
      })
  void hidesTheNamesOfTheSpecification(String name) {
    assertThat(redaction.query("a=1&" + name + "=hush&b=2"))
        .isEqualTo("a=1&" + name + "=REDACTED&b=2");
    String upper = name.toUpperCase(Locale.ROOT);
    assertThat(redaction.query(upper + "=hush")).isEqualTo(upper + "=REDACTED");
  }

  @ParameterizedTest
  @CsvSource({
    "to%6ben=hush, to%6ben=REDACTED",
    "%74oken=hush&a=1, %74oken=REDACTED&a=1",
    "token=a=b=c, token=REDACTED",
    "token=a;b=c&d=e, token=REDACTED&d=e",
    "a=1;token=hush, a=1;token=REDACTED",
    "token=, token=REDACTED",
    "a&token=x, a&token=REDACTED",
    "&&token=x&&, &&token=REDACTED&&",
    "token[]=x&token[]=y, token[]=REDACTED&token[]=REDACTED",
    "tok%en=x, tok%en=x",
    "%zztoken=x, %zztoken=REDACTED",
  })
  void hidesWhatOnlyLooksDifferent(String query, String expected) {
    assertThat(redaction.query(query)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a=1&b=2", "token", "a", "&", "=", "=x", "a=token=b", "q=%41"})
  void leavesTheRestAsItIs(String query) {
    assertThat(redaction.query(query)).isSameAs(query);
  }

  @Test
  void hidesTheValueOfAnEndlessName() {
    String name = "x".repeat(5_000);
    assertThat(redaction.query(name + "=hush")).isEqualTo(name + "=REDACTED");
  }

  @Test
  void followsAListOfOnesOwn() {
    UrlRedaction own = new UrlRedaction(Arrays.asList("card", "*_pin"));
    assertThat(own.query("card=1&my_pin=2&pin=3&token=4"))
        .isEqualTo("card=REDACTED&my_pin=REDACTED&pin=3&token=4");
  }

  @Test
  void redactsTheQueryLater() {
    assertThat(redaction.deferredQuery("token=hush").text()).isEqualTo("token=REDACTED");
    assertThat(redaction.deferredQuery(null)).isNull();
    assertThat(redaction.query(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "/shop/cart;jsessionid=AB12, /shop/cart",
    "/shop;JSESSIONID=AB12/cart, /shop/cart",
    "/shop;v=1;jsessionid=AB12;w=2/cart, /shop;v=1;w=2/cart",
    "/shop;v=1, /shop;v=1",
    "http://user:pass@shop.example/cart, /cart",
    "http://shop.example, /",
    "/a://b, /a://b",
  })
  void takesTheSessionOutOfAPath(String path, String expected) {
    assertThat(UrlRedaction.path(path)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "https://u:p@h.example:8443/x?token=1&a=2#f,"
        + " https://REDACTED:REDACTED@h.example:8443/x?token=REDACTED&a=2#f",
    "https://u@h.example/, https://REDACTED:REDACTED@h.example/",
    "https://u:p@x@h.example/, https://REDACTED:REDACTED@h.example/",
    "https://h.example/a@b, https://h.example/a@b",
    "https://h.example/x;jsessionid=1?a=1, https://h.example/x?a=1",
    "https://h.example#access_token=1&b=2, https://h.example#access_token=REDACTED&b=2",
    "https://h.example?x=http://u:p@i, https://h.example?x=http://u:p@i",
    "/a//b@c, /a//b@c",
    "'', ''",
  })
  void redactsAWholeUrl(String url, String expected) {
    assertThat(redaction.url(url)).isEqualTo(expected);
  }
}
