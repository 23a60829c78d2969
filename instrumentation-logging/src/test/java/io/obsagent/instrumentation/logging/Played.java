package io.obsagent.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the applications' script must have left, written as {@code message|trace|span|user…}. */
public final class Played {
  private static final int ROUNDS = 300;
  private static final Pattern INSIDE = Pattern.compile("in (\\d+)");
  private static final Pattern REQUEST_ID = Pattern.compile("req-\\d+");

  private Played() {}

  /** Every line has the ids of its own span and request, and none where there was none. */
  public static void check(List<String> lines) {
    List<String> expected = new ArrayList<>();
    for (int i = 1; i <= ROUNDS; i++) {
      expected.add("in " + i + "|" + Weaving.TRACE + "|" + Weaving.span(i) + "|");
      expected.add("out " + i + "|||");
    }
    expected.add("own|mine|" + Weaving.span(7) + "|ada");
    List<String> beginnings = new ArrayList<>();
    for (String line : lines) {
      int end = -1;
      for (int bar = 0; bar < 4; bar++) {
        end = line.indexOf('|', end + 1);
      }
      beginnings.add(line.substring(0, end));
      assertThat(line.substring(end))
          .as(line)
          .matches(rest -> rest.contains("01") == !line.startsWith("out"));
      Matcher id = REQUEST_ID.matcher(line.substring(end));
      assertThat(id.find() ? id.group() : null).as(line).isEqualTo(requestId(line));
    }
    assertThat(beginnings).isEqualTo(expected);
  }

  private static String requestId(String line) {
    Matcher inside = INSIDE.matcher(line);
    return inside.lookingAt() ? Weaving.requestId(Long.parseLong(inside.group(1))) : null;
  }
}
