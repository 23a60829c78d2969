package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import java.util.Enumeration;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The cases of the W3C's own validation suite for {@code traceparent}, written as a table, and
 * ours.
 *
 * @see <a href="https://github.com/w3c/trace-context/tree/main/test">trace-context/test</a>
 */
class TraceParentFormatTest {
  private static final String IDS = "12345678901234567890123456789012-1234567890123456";

  private final TraceParentFormat format = new TraceParentFormat();

  private Context extract(Headers headers) {
    return format.extract(headers, Headers.READER, null);
  }

  @ParameterizedTest
  @CsvSource({
    "00-" + IDS + "-00, 0",
    "00-" + IDS + "-01, 1",
    "00-" + IDS + "-02, 2",
    "00-" + IDS + "-03, 3",
    // Flags nobody has defined yet stay in version 00 and mean nothing in a later one.
    "00-" + IDS + "-ff, 255",
    "cc-" + IDS + "-ff, 3",
    "cc-" + IDS + "-01, 1",
    "01-" + IDS + "-01-what-the-future-will-be-like, 1",
    "cc-" + IDS + "-01-, 1",
    "' 00-" + IDS + "-01', 1",
    "'00-" + IDS + "-01\t', 1",
    "'\t 00-" + IDS + "-01 \t', 1",
  })
  void valid(String value, int flags) {
    Context context = extract(Headers.of("TraceParent", value));

    assertThat(context.traceIdHex()).isEqualTo("12345678901234567890123456789012");
    assertThat(context.spanIdHex()).isEqualTo("1234567890123456");
    assertThat(context.flags()).isEqualTo(flags);
    assertThat(context.isRemote()).isTrue();
    assertThat(context.traceState()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "00-",
        "00-" + IDS,
        "00-" + IDS + "-",
        "00-" + IDS + "-0",
        "00-" + IDS + "-1",
        "00-" + IDS + "-001",
        "00-" + IDS + "-01.",
        "00-" + IDS + "-01-",
        "00-" + IDS + "-01-what-the-future-will-be-like",
        "cc-" + IDS + "-01.what-the-future-will-be-like",
        "cc-" + IDS + "-011",
        "ff-" + IDS + "-01",
        "FF-" + IDS + "-01",
        ".0-" + IDS + "-01",
        "0.-" + IDS + "-01",
        "0-" + IDS + "-01",
        "000-" + IDS + "-01",
        "0000-" + IDS + "-01",
        "00-" + IDS + "-.0",
        "00-" + IDS + "-0.",
        "00-" + IDS + "-0G",
        "00-" + IDS + "-0A",
        "00-00000000000000000000000000000000-1234567890123456-01",
        "00-12345678901234567890123456789012-0000000000000000-01",
        "00-.2345678901234567890123456789012-1234567890123456-01",
        "00-1234567890123456789012345678901.-1234567890123456-01",
        "00-123456789012345678901234567890123-1234567890123456-01",
        "00-1234567890123456789012345678901-1234567890123456-01",
        "00-12345678901234567890123456789012-.234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345.-01",
        "00-12345678901234567890123456789012-12345678901234567-01",
        "00-12345678901234567890123456789012-123456789012345-01",
        "00-1234567890123456789012345678901A-1234567890123456-01",
        "00-12345678901234567890123456789012-123456789012345A-01",
        "00-12345678901234567890123456789012_1234567890123456-01",
        "00-１2345678901234567890123456789012-1234567890123456-01",
        "00-" + IDS + "-01,00-" + IDS + "-01"
      })
  void malformedIsNone(String value) {
    assertThat(extract(Headers.of("traceparent", value, "tracestate", "foo=1"))).isNull();
  }

  @Test
  void twoAreNone() {
    String value = "00-" + IDS + "-01";

    assertThat(extract(Headers.of("traceparent", value, "traceparent", value))).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"trace-parent", "trace.parent"})
  void otherNamesAreNone(String name) {
    assertThat(extract(Headers.of(name, "00-" + IDS + "-01", "tracestate", "foo=1"))).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0x01, 0x02, 0x03, 0x0a, 0xa5, 0xff})
  void whatIsWrittenIsReadAgain(int flags) {
    Context context =
        Context.remote(
            0x8af7651916cd43ddL, 0x0448eb211c80319cL, 0xf7ad6b7169203331L, flags, "a=b", null);
    Headers headers = new Headers();

    format.inject(context, headers, Headers.WRITER);

    assertThat(headers.get("traceparent"))
        .isEqualTo("00-8af7651916cd43dd0448eb211c80319c-f7ad6b7169203331-%02x".formatted(flags));
    assertThat(headers.get("tracestate")).isEqualTo("a=b");
    Context again = extract(headers);
    assertThat(again.flags()).isEqualTo(flags);
    assertThat(again.traceIdHigh()).isEqualTo(context.traceIdHigh());
    assertThat(again.traceIdLow()).isEqualTo(context.traceIdLow());
    assertThat(again.spanId()).isEqualTo(context.spanId());
  }

  @Test
  void withoutTraceStateNoneIsWritten() {
    Headers headers = new Headers();

    format.inject(Context.remote(1, 2, 3, 0, null, null), headers, Headers.WRITER);

    assertThat(headers.names()).containsExactly("traceparent");
  }

  /** A map answers with its own strings: what is left is ours. */
  private static final HeaderReader<String> ONE_HEADER =
      new HeaderReader<>() {
        @Override
        public String first(String carrier, String name) {
          return name.equals("traceparent") ? carrier : null;
        }

        @Override
        public Enumeration<String> all(String carrier, String name) {
          return NOTHING;
        }
      };

  private static final Enumeration<String> NOTHING = Collections.emptyEnumeration();

  @Test
  void readingAllocatesTheContextAndWritingTheString() {
    String value = "00-" + IDS + "-01";
    long[] sink = new long[1];
    long perRead =
        allocatedPerCall(() -> sink[0] += format.extract(value, ONE_HEADER, null).spanId());
    Context context = format.extract(value, ONE_HEADER, null);
    long perWrite = allocatedPerCall(() -> sink[0] += TraceParentFormat.format(context).length());

    // A context of 56 bytes; a string of 24 and its 55 characters of 72 bytes.
    assertThat(perRead).isLessThanOrEqualTo(64);
    assertThat(perWrite).isLessThanOrEqualTo(96);
    assertThat(sink[0]).isNotZero();
  }

  private static long allocatedPerCall(Runnable call) {
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    int calls = 20_000;
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / calls);
    }
    return least;
  }

  @Test
  void anEnumerationThatEndsEarlyIsNoRepetition() {
    HeaderReader<String> reader =
        new HeaderReader<>() {
          @Override
          public String first(String carrier, String name) {
            return ONE_HEADER.first(carrier, name);
          }

          @Override
          public Enumeration<String> all(String carrier, String name) {
            return new Enumeration<>() {
              @Override
              public boolean hasMoreElements() {
                return false;
              }

              @Override
              public String nextElement() {
                throw new NoSuchElementException();
              }
            };
          }
        };

    assertThat(format.extract("00-" + IDS + "-01", reader, null)).isNotNull();
  }
}
