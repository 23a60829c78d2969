package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
  private static final String TRACE_PARENT =
      "00-80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-03";
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  private static Configuration settings(String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return ConfigurationReader.read(properties, Map.of(), null);
  }

  private static Propagator propagator(String... settings) {
    return Propagators.configured(settings(settings));
  }

  private static String read(String... headers) {
    return propagator().extract(Headers.of(headers), Headers.READER).requestId();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a", "AZaz09._:-", "550e8400-e29b-41d4-a716-446655440000", "1-5e1b:x_y.z"})
  void oneThatDoesNoHarmIsAccepted(String id) {
    assertThat(read("x-request-id", id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        " a",
        "a ",
        "a,b",
        "a;b",
        "a/b",
        "a\"b",
        "a\rb",
        "a\nb",
        "a\r\nX-Evil: 1",
        "a\u0000b",
        "a\tb",
        "${jndi:ldap://x}",
        "%0d%0aX-Evil:1",
        "\u00e9",
        "\uff41",
        "\u200b",
        "<script>",
        "a@b",
        "a=b",
        "a\u007fb",
        "[a]",
        "{a}",
        "a'b",
        "a\\b",
        "a`b",
        "a+b",
        "a*b"
      })
  void anythingElseIsAsNone(String id) {
    assertThat(read("X-Request-ID", id)).isNull();
  }

  @Test
  void itMayHave128Characters() {
    assertThat(read("X-Request-ID", "x".repeat(128))).hasSize(128);
    assertThat(read("X-Request-ID", "x".repeat(129))).isNull();
    assertThat(read("X-Request-ID", "x".repeat(100_000))).isNull();
  }

  @Test
  void ofSeveralNobodyKnowsWhichIsMeant() {
    assertThat(read("X-Request-ID", "a", "x-request-id", "b")).isNull();
    assertThat(read("X-Request-ID", "a", "x-request-id", "a")).isNull();
    assertThat(read("X-Request-ID", "a, b")).isNull();
  }

  @Test
  void itGoesWithSpansRecordedOrNot() {
    for (String sampler : new String[] {"always_on", "always_off"}) {
      Configuration configuration = settings("otel.traces.sampler", sampler);
      Tracer tracer =
          new Tracer(
              HeadSamplers.configured(configuration, new ArrayList<>()),
              fragment -> {},
              SpanLimits.DEFAULT);
      Propagator propagator = Propagators.configured(configuration);
      Headers came = Headers.of("X-Request-ID", "r-1", "baggage", "a=b");
      Context incoming = propagator.extract(came, Headers.READER);
      Span server = tracer.startRoot(incoming, SpanKind.SERVER, SCOPE, 1);
      Span client = tracer.startChild(server, SpanKind.CLIENT, SCOPE, 2);
      Headers out = new Headers();

      propagator.injectUnlessOther(client, out, Headers.READER, Headers.WRITER);

      assertThat(client.requestId()).as(sampler).isEqualTo("r-1");
      assertThat(out.get("X-Request-ID")).isEqualTo("r-1");
      assertThat(out.get("baggage")).isEqualTo("a=b");
      client.end();
      server.end();
    }
  }

  @Test
  void withoutATraceItTravelsToo() {
    Context context = propagator().extract(Headers.of("X-Request-ID", "r-1"), Headers.READER);
    assertThat(context.hasTrace()).isFalse();
    assertThat(context.baggage()).isNull();
    Headers out = new Headers();
    propagator().inject(context, out, Headers.WRITER);
    assertThat(out.names()).containsExactly("X-Request-ID");
    assertThat(Context.suppressed(context).requestId()).isEqualTo("r-1");
  }

  @Test
  void oneThatTheApplicationSetStays() {
    Context context =
        propagator()
            .extract(
                Headers.of("traceparent", TRACE_PARENT, "X-Request-ID", "r-1"), Headers.READER);
    Headers out = Headers.of("x-request-id", "mine");

    propagator().injectUnlessOther(context, out, Headers.READER, Headers.WRITER);

    assertThat(out.values("X-Request-ID")).containsExactly("mine");
    assertThat(out.get("traceparent")).isEqualTo(TRACE_PARENT);
  }

  @Test
  void itCanBeSwitchedOff() {
    Propagator off = propagator("obs.request-id.mode", "off");
    Context context = off.extract(Headers.of("X-Request-ID", "r-1"), Headers.READER);
    assertThat(context).isSameAs(Context.ROOT);
    Headers out = new Headers();
    off.inject(Context.remote(1, 2, 3, 1, null, null).withRequestId("r"), out, Headers.WRITER);
    assertThat(out.get("X-Request-ID")).isNull();
  }

  @Test
  void aNewOneIsAcceptableAndItsOwn() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = RequestId.generate();
      assertThat(RequestId.isAcceptable(id)).isTrue();
      assertThat(seen.add(id)).isTrue();
    }
  }
}
