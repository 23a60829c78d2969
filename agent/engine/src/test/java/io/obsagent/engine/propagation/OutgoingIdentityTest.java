package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.trace.Context;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** {@link Propagator#injectUnlessOther}: semantics.md, end of section 4. */
class OutgoingIdentityTest {
  private static final String OURS = "00-00000000000000010000000000000002-0000000000000003-01";
  private static final String COPIED = "00-00000000000000010000000000000002-00000000000000ff-01";
  private static final String OTHER = "00-0000000000000001ffffffffffffffff-0000000000000009-01";

  private final Context context = Context.remote(1, 2, 3, 1, null, null);

  private static Propagator of(String names) {
    Properties properties = new Properties();
    properties.setProperty("otel.propagators", names);
    return Propagators.configured(ConfigurationReader.read(properties, Map.of(), null));
  }

  private static Context inject(String names, Context context, Headers headers) {
    return of(names).injectUnlessOther(context, headers, Headers.READER, Headers.WRITER);
  }

  @Test
  void nothingThereYet() {
    Headers headers = new Headers();

    assertThat(inject("", context, headers)).isNull();
    assertThat(headers.values("traceparent")).containsExactly(OURS);
  }

  @Test
  void aCopyOfThisTraceIsReplacedWithWhatItBrought() {
    Headers headers = Headers.of("TraceParent", COPIED, "TraceState", "a=b");

    assertThat(inject("", context, headers)).isNull();
    assertThat(headers.values("traceparent")).containsExactly(OURS);
    assertThat(headers.values("tracestate")).isEmpty();
  }

  @Test
  void anotherTraceStaysAndIsReturned() {
    Headers headers = Headers.of("traceparent", OTHER, "tracestate", "a=b");

    Context stays = inject("", Context.remote(1, 2, 3, 1, "c=d", "e=f"), headers);

    assertThat(stays.spanIdHex()).isEqualTo("0000000000000009");
    assertThat(stays.traceIdHex()).isEqualTo("0000000000000001ffffffffffffffff");
    assertThat(headers.values("traceparent")).containsExactly(OTHER);
    assertThat(headers.values("tracestate")).containsExactly("a=b");
    assertThat(headers.values("baggage")).isEmpty();
  }

  @Test
  void whatNobodyCanReadIsReplaced() {
    Headers twice = Headers.of("traceparent", OTHER, "traceparent", COPIED);
    Headers malformed = Headers.of("traceparent", "nonsense");

    assertThat(inject("", context, twice)).isNull();
    assertThat(inject("", context, malformed)).isNull();

    assertThat(twice.values("traceparent")).containsExactly(OURS);
    assertThat(malformed.values("traceparent")).containsExactly(OURS);
  }

  @Test
  void theApplicationsBaggageStays() {
    Context carrying = Context.remote(1, 2, 3, 1, null, "ours=1");
    Headers own = Headers.of("baggage", "own=1");
    Headers none = new Headers();

    inject("", carrying, own);
    inject("", carrying, none);

    assertThat(own.values("baggage")).containsExactly("own=1");
    assertThat(none.values("baggage")).containsExactly("ours=1");
  }

  @Test
  void holdsForOtherFormats() {
    Headers other =
        Headers.of("b3", "0000000000000001ffffffffffffffff-0000000000000009-1", "x", "y");
    Headers copied = Headers.of("b3", "00000000000000010000000000000002-00000000000000ff-1");

    assertThat(inject("b3", context, other)).isNotNull();
    assertThat(inject("b3", context, copied)).isNull();

    assertThat(other.names()).containsExactly("b3", "x");
    assertThat(copied.values("b3"))
        .containsExactly("00000000000000010000000000000002-0000000000000003-1");
  }

  @Test
  void anExcludedCallPassesOnWhatCameIn() {
    Context incoming = Context.remote(1, 2, 3, 1, "a=b", null);
    Headers known = new Headers();
    Headers unknown = new Headers();

    inject("", Context.suppressed(incoming), known);
    inject("", Context.suppressed(Context.ROOT), unknown);

    assertThat(known.values("traceparent")).containsExactly(OURS);
    assertThat(known.values("tracestate")).containsExactly("a=b");
    assertThat(unknown.get("traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-00");
  }

  @Test
  void theAgentsOwnWorkSendsNothingOn() {
    Headers headers = new Headers();

    assertThat(inject("", Context.OWN, headers)).isNull();
    assertThat(headers.names()).isEmpty();
    assertThat(Context.OWN.isSuppressed()).isTrue();
  }
}
