package io.obsagent.engine.export.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.export.TestTraces;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.Tracer;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class WaterfallTest {
  private static final AttributeKey STATUS = AttributeKey.number("http.response.status_code");
  private static final AttributeKey PATH = AttributeKey.string("url.path");
  private static final AttributeKey URL = AttributeKey.string("url.full");
  private static final AttributeKey ROUTE = AttributeKey.string("http.route");
  private static final AttributeKey SYSTEM = AttributeKey.string("db.system.name");
  private static final AttributeKey SQL = AttributeKey.string("db.query.text");
  private static final AttributeKey NAMESPACE = AttributeKey.string("db.namespace");
  private static final AttributeKey HOST = AttributeKey.string("server.address");
  private static final AttributeKey PORT = AttributeKey.number("server.port");
  private static final long MS = 1_000_000;
  private static final Context CALLER = Context.remote(0xabcdL, 0x1234L, 0x77L, 1, null, null);

  private static Waterfall waterfall(Glyphs glyphs, boolean colour, int width) {
    return new Waterfall("shop", ZoneOffset.UTC, glyphs, colour, width);
  }

  /** Trace ids and the time of day differ each time. */
  private static String golden(String drawn) {
    return drawn
        .replaceAll("trace [0-9a-f]{32}", "trace <id>")
        .replaceAll("[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}", "<time>");
  }

  private static Span open(
      Tracer tracer, Context parent, SpanKind kind, String name, long startMicros) {
    Span span =
        parent instanceof Span
            ? tracer.startChild(parent, kind, TestTraces.SCOPE, startMicros * 1_000)
            : tracer.startRoot(parent, kind, TestTraces.SCOPE, startMicros * 1_000);
    span.name(name);
    return span;
  }

  private static Fragment checkout() {
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              Span root = open(tracer, Context.ROOT, SpanKind.SERVER, "POST /checkout", 0);
              root.set(ROUTE, "/checkout");
              root.set(PATH, "/checkout");
              root.set(STATUS, 500);
              Span cart = open(tracer, root, SpanKind.CLIENT, "SELECT cart", 2_000);
              cart.set(SYSTEM, "postgresql");
              cart.set(NAMESPACE, "shop");
              cart.set(HOST, "db");
              cart.set(PORT, 5433);
              cart.set(SQL, "SELECT *\n  FROM cart\n WHERE id = ?");
              cart.end(14_100 * 1_000L);
              Span pay = open(tracer, root, SpanKind.CLIENT, "POST", 20_000);
              pay.set(URL, "http://payment:8080/charge?card=REDACTED");
              pay.set(STATUS, 503);
              Span inner = open(tracer, pay, SpanKind.INTERNAL, "connect", 20_500);
              inner.end(20_912 * 1_000L);
              pay.fail(null);
              pay.recordException(new java.io.IOException("connection reset\nby peer"), null);
              pay.end(61 * MS);
              Span send = open(tracer, root, SpanKind.PRODUCER, "send orders", 80_000);
              send.end(87_400 * 1_000L);
              root.fail(null);
              root.end(87_400 * 1_000L);
            });
    return made.get(0);
  }

  @Test
  void drawsACheckout() {
    assertThat(golden(waterfall(Glyphs.DRAWN, false, 140).draw(checkout())))
        .isEqualTo(
            """
            ┌─ shop ─ <time> ─ 87.4 ms ─ ERROR ─ trace <id> ─ 5 spans
            │ ▶ POST /checkout           87.4 ms  ████████████████████████  500
            │ ├─◆ SELECT cart            12.1 ms  ████                      SELECT * FROM cart WHERE id = ?  postgresql://db:5433/shop
            │ ├─◆ POST                   41.0 ms       ████████████         503  http://payment:8080/charge?card=REDACTED
            │ │ │ ✗ java.io.IOException: connection reset by peer
            │ │ └─● connect               412 µs       █
            │ └─▲ send orders            7.40 ms                        ██
            └─
            """);
  }

  @Test
  void drawsInAsciiWhereTheStreamKnowsNoMore() {
    String drawn = waterfall(Glyphs.ASCII, false, 100).draw(checkout());
    assertThat(golden(drawn))
        .isEqualTo(
            """
            +- shop - <time> - 87.4 ms - ERROR - trace <id> - 5 spans
            | > POST /checkout           87.4 ms  ########################  500
            | |-* SELECT cart            12.1 ms  ####                      SELECT * FROM cart WHERE id = ?  po~
            | |-* POST                   41.0 ms       ############         503  http://payment:8080/charge?car~
            | | | x java.io.IOException: connection reset by peer
            | | `-o connect               412 us       #
            | `-^ send orders            7.40 ms                        ##
            +-
            """);
    assertThat(drawn.chars()).allMatch(c -> c < 0x7f);
    assertThat(drawn.lines()).allMatch(line -> line.length() <= 100);
  }

  @Test
  void saysWhatIsMissing() {
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              Span root = open(tracer, CALLER, SpanKind.SERVER, "GET /slow", 0);
              Span stuck = open(tracer, root, SpanKind.CLIENT, "SELECT forever", 1_000);
              Span below = open(tracer, stuck, SpanKind.INTERNAL, "below the stuck one", 2_000);
              below.end(3 * MS);
              root.end(1_240 * MS);
              tracer.cutAll();
              stuck.end(2_000 * MS);
            });
    Waterfall waterfall = waterfall(Glyphs.DRAWN, false, 100);
    assertThat(golden(waterfall.draw(made.get(0)) + waterfall.draw(made.get(1))))
        .isEqualTo(
            """
            ┌─ shop ─ <time> ─ 1.24 s ─ ok ─ trace <id> ─ 2 spans
            │ called by another process, span 0000000000000077
            │ ▶ GET /slow                 1.24 s  ████████████████████████
            │ … ● below the stuck one    1.00 ms  ▌
            │ … incomplete: 1 part had not ended
            └─
            ┌─ shop ─ <time> ─ 1.99 s ─ ok ─ trace <id> ─ 1 span ─ late part
            │ … ◆ SELECT forever          1.99 s  ████████████████████████
            └─
            """);
  }

  @Test
  void foldsAlikeSiblingsOfAVeryLargeTrace() {
    Fragment large =
        TestTraces.fragments(
                tracer -> {
                  Span root = open(tracer, Context.ROOT, SpanKind.SERVER, "GET /all", 0);
                  for (int i = 0; i < 300; i++) {
                    Span select =
                        open(tracer, root, SpanKind.CLIENT, "SELECT item", 1_000 + i * 10);
                    if (i == 200) {
                      select.fail("deadlock");
                    }
                    select.end((1_000 + i * 10 + (i == 7 ? 400 : 5)) * 1_000L);
                  }
                  root.end(5 * MS);
                })
            .get(0);
    assertThat(golden(waterfall(Glyphs.DRAWN, false, 100).draw(large)))
        .isEqualTo(
            """
            ┌─ shop ─ <time> ─ 5.00 ms ─ ERROR ─ trace <id> ─ 301 spans
            │ ▶ GET /all                 5.00 ms  ████████████████████████
            │ ├─◆ 299 × SELECT item      1.89 ms       ██████████████       longest 400 µs
            │ └─◆ SELECT item               5 µs                █
            │     ✗ deadlock
            └─
            """);
  }

  @Test
  void stopsAtTwoHundredRows() {
    Fragment large =
        TestTraces.fragments(
                tracer -> {
                  Span root = open(tracer, Context.ROOT, SpanKind.SERVER, "GET /all", 0);
                  for (int i = 0; i < 300; i++) {
                    Span select = open(tracer, root, SpanKind.CLIENT, "SELECT t" + i, 1_000 + i);
                    select.end((1_001 + i) * 1_000L);
                  }
                  root.end(5 * MS);
                })
            .get(0);
    String drawn = waterfall(Glyphs.DRAWN, false, 100).draw(large);
    assertThat(drawn.lines()).hasSize(1 + 200 + 1 + 1);
    assertThat(drawn).contains("│ … 101 more spans");
  }

  @Test
  void drawsADeepTraceWithoutLosingCount() {
    Fragment deep =
        TestTraces.fragments(
                tracer -> {
                  Span[] spans = new Span[60];
                  Context parent = Context.ROOT;
                  for (int i = 0; i < spans.length; i++) {
                    spans[i] = open(tracer, parent, SpanKind.INTERNAL, "level " + i, i);
                    parent = spans[i];
                  }
                  for (int i = spans.length - 1; i >= 0; i--) {
                    spans[i].end(MS);
                  }
                })
            .get(0);
    String drawn = waterfall(Glyphs.DRAWN, false, 100).draw(deep);
    assertThat(drawn).contains("60 spans").contains("level 24").doesNotContain("level 25");
    assertThat(drawn).contains("│ … 35 more spans");
    assertThat(drawn.lines()).allMatch(line -> line.length() <= 130);
  }

  @Test
  void aTraceCannotMoveTheCursor() {
    Fragment evil =
        TestTraces.fragments(
                tracer -> {
                  Span root = open(tracer, Context.ROOT, SpanKind.SERVER, "GET \u001b[2J\nx", 0);
                  root.set(URL, "http://h/\u202e\u0007");
                  root.fail(null);
                  root.recordException(new RuntimeException("a\u0000b\u009bc"), null);
                  root.end(MS);
                })
            .get(0);
    String drawn = waterfall(Glyphs.DRAWN, false, 140).draw(evil);
    assertThat(drawn)
        .contains("GET \\u001b[2J\\nx")
        .contains("http://h/\\u202e\\u0007")
        .contains("a\\u0000b\\u009bc");
    assertThat(drawn.chars()).noneMatch(c -> c < ' ' && c != '\n');
  }

  @Test
  void colourMarksKindsAndFailuresAndChangesNothingElse() {
    Fragment fragment = checkout();
    String plain = waterfall(Glyphs.DRAWN, false, 140).draw(fragment);
    String coloured = waterfall(Glyphs.DRAWN, true, 140).draw(fragment);
    assertThat(coloured).contains("\u001b[31m✗").contains("\u001b[31mERROR\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]*m", "")).isEqualTo(plain);
  }

  @Test
  void looksTheSameInEveryLocale() {
    Fragment fragment = checkout();
    String here = waterfall(Glyphs.DRAWN, false, 140).draw(fragment);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(waterfall(Glyphs.DRAWN, false, 140).draw(fragment)).isEqualTo(here);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void writesDurationsInThreeDigits() {
    assertThat(ConsoleText.duration(999, "us")).isEqualTo("0 us");
    assertThat(ConsoleText.duration(412_900, "us")).isEqualTo("412 us");
    assertThat(ConsoleText.duration(1_050_000, "us")).isEqualTo("1.05 ms");
    assertThat(ConsoleText.duration(12_199_000, "us")).isEqualTo("12.1 ms");
    assertThat(ConsoleText.duration(871_000_000, "us")).isEqualTo("871 ms");
    assertThat(ConsoleText.duration(1_249_000_000, "us")).isEqualTo("1.24 s");
    assertThat(ConsoleText.duration(123_000_000_000L, "us")).isEqualTo("2 m 03 s");
  }
}
