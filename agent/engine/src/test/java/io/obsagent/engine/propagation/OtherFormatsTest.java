package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OtherFormatsTest {
  private static final String TRACE = "80f198ee56343ba864fe8b2a57d3eff7";
  private static final String SPAN = "e457b5a2e4d86bd1";
  private static final Context CONTEXT =
      Context.remote(0x80f198ee56343ba8L, 0x64fe8b2a57d3eff7L, 0xe457b5a2e4d86bd1L, 1, "x=y", null);

  private final TraceFormat b3 = new B3Format(true);
  private final TraceFormat jaeger = new JaegerFormat();

  private Context b3(String... headers) {
    return b3.extract(Headers.of(headers), Headers.READER, null);
  }

  private Context jaeger(String value) {
    return jaeger.extract(Headers.of("uber-trace-id", value), Headers.READER, null);
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + "-" + SPAN + "-1-05e3ac9a4f6e3b90, 1",
    TRACE + "-" + SPAN + "-1, 1",
    TRACE + "-" + SPAN + "-d, 1",
    TRACE + "-" + SPAN + "-0, 0",
    TRACE + "-" + SPAN + ", 0",
    "' " + TRACE + "-" + SPAN + "-1 ', 1",
    // A proxy's mistake that B3's specification tells of: nobody needs this part.
    TRACE + "-" + SPAN + "-1--, 1",
  })
  void b3Single(String value, int flags) {
    assertIdentity(b3("b3", value), flags);
  }

  @Test
  void b3ShortTraceId() {
    Context context = b3("b3", "64fe8b2a57d3eff7-" + SPAN + "-1");

    assertThat(context.traceIdHex()).isEqualTo("000000000000000064fe8b2a57d3eff7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "d",
        "-",
        "--",
        TRACE,
        TRACE + "-",
        TRACE + "-" + SPAN + "-",
        TRACE + "-" + SPAN + "-x",
        TRACE + "-" + SPAN + "-11",
        TRACE + "-" + SPAN + "0-1",
        TRACE + "-e457b5a2e4d86bd-1",
        "80F198ee56343ba864fe8b2a57d3eff7-" + SPAN + "-1",
        "0f198ee56343ba864fe8b2a57d3eff7-" + SPAN + "-1",
        "00000000000000000000000000000000-" + SPAN + "-1",
        TRACE + "-0000000000000000-1"
      })
  void b3Malformed(String value) {
    assertThat(b3("b3", value)).isNull();
    assertThat(b3("X-B3-TraceId", value, "X-B3-SpanId", SPAN))
        .matches(context -> context == null || value.equals(TRACE));
  }

  @Test
  void b3Multi() {
    assertIdentity(b3("x-b3-traceid", TRACE, "x-b3-spanid", SPAN, "x-b3-sampled", "1"), 1);
    assertIdentity(b3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "true"), 1);
    assertIdentity(b3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Flags", "1"), 1);
    assertIdentity(b3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "X-B3-Sampled", "0"), 0);
    assertIdentity(b3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN), 0);
    assertThat(b3("X-B3-TraceId", TRACE)).isNull();
    assertThat(b3("X-B3-Sampled", "1")).isNull();
  }

  @Test
  void b3SingleGoesFirstAndAMalformedOneLeavesRoomForMulti() {
    String other = "1" + TRACE.substring(1);

    assertIdentity(
        b3("X-B3-TraceId", other, "X-B3-SpanId", SPAN, "b3", TRACE + "-" + SPAN + "-1"), 1);
    assertIdentity(b3("X-B3-TraceId", TRACE, "X-B3-SpanId", SPAN, "b3", "0"), 0);
  }

  @Test
  void b3IsWrittenInOneOfTwoWays() {
    Headers single = new Headers();
    b3.inject(CONTEXT, single, Headers.WRITER);
    assertThat(single.names()).containsExactly(b3.fields());
    assertThat(single.get("b3")).isEqualTo(TRACE + "-" + SPAN + "-1");

    TraceFormat multi = new B3Format(false);
    Headers headers = new Headers();
    multi.inject(CONTEXT, headers, Headers.WRITER);
    assertThat(headers.names()).containsExactly(multi.fields());
    assertIdentity(multi.extract(headers, Headers.READER, null), 1);
  }

  @ParameterizedTest
  @CsvSource({
    TRACE + ":" + SPAN + ":0:1, 1",
    TRACE + ":" + SPAN + ":0:3, 1",
    TRACE + ":" + SPAN + ":05e3ac9a4f6e3b90:01, 1",
    TRACE + ":" + SPAN + ":0:0, 0",
    TRACE + ":" + SPAN + ":0:2, 0",
    TRACE + "%3A" + SPAN + "%3a0%3A1, 1",
  })
  void jaeger(String value, int flags) {
    assertIdentity(jaeger(value), flags);
  }

  @Test
  void jaegerWithoutLeadingZeros() {
    Context context = jaeger("a:b:0:1");

    assertThat(context.traceIdHex()).isEqualTo("0000000000000000000000000000000a");
    assertThat(context.spanIdHex()).isEqualTo("000000000000000b");
    assertThat(jaeger("1234567890123456a:b:0:1").traceIdHex())
        .isEqualTo("0000000000000001234567890123456a");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":::",
        TRACE,
        TRACE + ":" + SPAN,
        TRACE + ":" + SPAN + ":0",
        TRACE + ":" + SPAN + ":0:",
        TRACE + ":" + SPAN + ":0:111",
        TRACE + ":" + SPAN + ":0:x",
        "0" + TRACE + ":" + SPAN + ":0:1",
        TRACE + ":0" + SPAN + ":0:1",
        "0:" + SPAN + ":0:1",
        TRACE + ":0:0:1",
        "x:1:0:1",
        "1:x:0:1",
        "::0:1"
      })
  void jaegerMalformed(String value) {
    assertThat(jaeger(value)).isNull();
  }

  @Test
  void jaegerIsWritten() {
    Headers headers = new Headers();

    jaeger.inject(CONTEXT, headers, Headers.WRITER);

    assertThat(headers.names()).containsExactly(jaeger.fields());
    assertThat(headers.get("uber-trace-id")).isEqualTo(TRACE + ":" + SPAN + ":0:1");
  }

  private static void assertIdentity(Context context, int flags) {
    assertThat(context.traceIdHex()).isEqualTo(TRACE);
    assertThat(context.spanIdHex()).isEqualTo(SPAN);
    assertThat(context.flags()).isEqualTo(flags);
    assertThat(context.isRemote()).isTrue();
  }
}
