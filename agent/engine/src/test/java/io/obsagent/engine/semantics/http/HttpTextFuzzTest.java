package io.obsagent.engine.semantics.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.Options;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Strangers write what these classes read. */
class HttpTextFuzzTest {
  private static final String[] PIECES = {
    "for",
    "=",
    ";",
    ",",
    "\"",
    "\\",
    "[",
    "]",
    ":",
    "::1",
    "80",
    "host",
    "proto",
    " ",
    "\t",
    "@",
    "//",
    "/",
    "?",
    "#",
    "&",
    "%",
    "%6",
    "%74oken",
    "token",
    "jsessionid",
    ";jsessionid=",
    "http",
    "://",
    "x",
    "é",
    "\uD800",
    "\0",
    "_hidden",
    "192.0.2.1",
    "999999",
  };

  private final UrlRedaction redaction =
      new UrlRedaction(Options.REDACT_QUERY_PARAMETERS.defaultValue());

  @Test
  void neverThrowsAndNeverShowsASecret() {
    Random random = new Random(20_261_121L);
    for (int round = 0; round < 200_000; round++) {
      String text = text(random);
      HostPort.parse(text);
      HostPort.parseFirst(text);
      ForwardedHeader.parameter(text, "for");
      ForwardedHeader.parameter(text, "host");
      UrlRedaction.path(text);
      assertThat(redaction.query(text + "&token=hush5ecret&" + text))
          .as(text)
          .doesNotContain("hush5ecret");
      String once = redaction.query(text);
      assertThat(redaction.query(once)).as(text).isEqualTo(once);
      assertThat(redaction.url("https://u:hush5ecret@h/" + text))
          .as(text)
          .doesNotContain("hush5ecret");
      assertThat(UrlRedaction.path("/a;jsessionid=hush5ecret/" + text))
          .as(text)
          .doesNotContain("hush5ecret");
    }
  }

  @Test
  void readsOneMegabyteInOneGo() {
    for (String piece : PIECES) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1_000_000) {
        text.append(piece);
      }
      String big = text.toString();
      HostPort.parseFirst(big);
      ForwardedHeader.parameter(big, "by");
      UrlRedaction.path(big);
      redaction.query(big);
      redaction.url(big);
    }
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int length = random.nextInt(12); length > 0; length--) {
      text.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return text.toString();
  }
}
