package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.trace.Context;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PropagatorsTest {
  private static final String TRACE_PARENT =
      "00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-03";

  private static Propagator of(String names) {
    Properties properties = new Properties();
    properties.setProperty("otel.propagators", names);
    return Propagators.configured(ConfigurationReader.read(properties, Map.of(), null));
  }

  private static Context extract(String names, String... headers) {
    return of(names).extract(Headers.of(headers), Headers.READER);
  }

  @Test
  void everythingTravels() {
    Context context =
        extract("", "traceparent", TRACE_PARENT, "tracestate", "a=b", "baggage", "user=1;x=%20");
    Headers headers = new Headers();

    of("").inject(context, headers, Headers.WRITER);

    assertThat(headers.names()).containsExactlyElementsOf(of("").fields());
    assertThat(headers.get("traceparent")).isEqualTo(TRACE_PARENT);
    assertThat(headers.get("tracestate")).isEqualTo("a=b");
    assertThat(headers.get("baggage")).isEqualTo("user=1;x=%20");
  }

  @Test
  void nothingIsTheRoot() {
    assertThat(extract("")).isSameAs(Context.ROOT);
    assertThat(extract("tracecontext", "baggage", "a=b")).isSameAs(Context.ROOT);
    assertThat(extract("none", "traceparent", TRACE_PARENT)).isSameAs(Context.ROOT);
    Headers headers = new Headers();
    of("tracecontext,baggage,b3,b3multi,jaeger").inject(Context.ROOT, headers, Headers.WRITER);
    assertThat(headers.names()).isEmpty();
  }

  @Test
  void baggageTravelsWithoutATrace() {
    Context context = extract("", "traceparent", "nonsense", "baggage", "a=b", "baggage", "c=d");
    Headers headers = new Headers();

    of("").inject(context, headers, Headers.WRITER);

    assertThat(context.hasTrace()).isFalse();
    assertThat(headers.names()).containsExactly("baggage");
    assertThat(headers.get("baggage")).isEqualTo("a=b,c=d");
  }

  @Test
  void theLastFormatThatUnderstandsCounts() {
    String[] headers = {"traceparent", TRACE_PARENT, "b3", "000000000000000a-000000000000000b-1"};

    assertThat(extract("tracecontext,b3", headers).spanId()).isEqualTo(0xb);
    assertThat(extract("b3,tracecontext", headers).spanId()).isEqualTo(0xe457b5a2e4d86bd1L);
    assertThat(extract("tracecontext,jaeger", headers).spanId()).isEqualTo(0xe457b5a2e4d86bd1L);
  }

  @Test
  void allAreWritten() {
    Headers headers = new Headers();
    Propagator propagator = of("tracecontext,b3,b3multi,jaeger,baggage");

    propagator.inject(Context.remote(1, 2, 3, 1, "a=b", "c=d"), headers, Headers.WRITER);

    assertThat(headers.names()).containsExactlyElementsOf(propagator.fields());
  }

  @Test
  void baggageOverTheLimitsIsCutAtItsEnd() {
    String members =
        IntStream.rangeClosed(1, 65).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
    String long1 = "a=" + "v".repeat(5_000);
    String long2 = "b=" + "v".repeat(5_000);

    assertThat(extract("", "baggage", members).baggage())
        .isEqualTo(members.substring(0, members.lastIndexOf(',')));
    assertThat(extract("", "baggage", long1 + "," + long2).baggage()).isEqualTo(long1);
    assertThat(extract("", "baggage", " ,").baggage()).isNull();
  }

  @Test
  void baggageThatNoHeaderMayHoldIsDropped() {
    assertThat(extract("", "baggage", "a=b\r\nx: y")).isSameAs(Context.ROOT);
    assertThat(extract("", "baggage", "a=ü")).isSameAs(Context.ROOT);
  }

  /** Valid headers with a few characters changed, cut or doubled: never an exception. */
  @Test
  void noHeaderCanMakeItThrow() {
    Random random = new Random(42);
    Propagator propagator = of("tracecontext,baggage,b3,b3multi,jaeger");
    String[] names = {
      "traceparent",
      "tracestate",
      "baggage",
      "b3",
      "X-B3-TraceId",
      "X-B3-SpanId",
      "X-B3-Sampled",
      "X-B3-Flags",
      "uber-trace-id"
    };
    String[] seeds = {
      TRACE_PARENT,
      "ot=th:8;rv:0123456789abcd,a=b",
      "a=b;c,d=e",
      "80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1-05e3ac9a4f6e3b90",
      "80f198ee56343ba8",
      "e457b5a2e4d86bd1",
      "1",
      "80f198ee56343ba864fe8b2a57d3eff7:e457b5a2e4d86bd1:0:1"
    };
    String alphabet = "0f-:,;= \t%3AdZü\u0000\uffff";
    int understood = 0;
    for (int i = 0; i < 200_000; i++) {
      Headers headers = new Headers();
      for (int h = 0; h < 3; h++) {
        StringBuilder value = new StringBuilder(seeds[random.nextInt(seeds.length)]);
        for (int edits = random.nextInt(4); edits > 0 && value.length() > 0; edits--) {
          int at = random.nextInt(value.length());
          switch (random.nextInt(4)) {
            case 0 -> value.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
            case 1 -> value.deleteCharAt(at);
            case 2 -> value.setLength(at);
            default -> value.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
          }
        }
        headers.with(names[random.nextInt(names.length)], value.toString());
      }
      Context context = propagator.extract(headers, Headers.READER);
      if (context.hasTrace()) {
        understood++;
        assertThat(context.spanId()).isNotZero();
        propagator.inject(context, headers, Headers.WRITER);
      }
    }
    assertThat(understood).isGreaterThan(1_000);
  }
}
