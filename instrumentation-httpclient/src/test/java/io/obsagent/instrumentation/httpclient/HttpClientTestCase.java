package io.obsagent.instrumentation.httpclient;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.RecordedSpan;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A client under test, a server for it, and at the end no fault and no context left. */
@Timeout(120)
abstract class HttpClientTestCase {
  static final String OTHER_TRACE = "00-11111111111111111111111111111111-2222222222222222-01";

  TestEngine engine;
  ContractServer server;
  HttpClientDriver driver;
  long faults;
  long leaks;

  /** A client of the library under test, as its users would make it. */
  abstract HttpClientDriver open() throws Exception;

  @BeforeEach
  void start() throws Exception {
    assertThat(Weaving.agent()).isNotNull();
    faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    leaks = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
    engine = TestEngine.install();
    server = new ContractServer();
    driver = open();
  }

  @AfterEach
  void stopAndFindNoFault() throws Exception {
    try {
      driver.close();
    } finally {
      server.close();
    }
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaks);
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  static String traceParent(Context context) {
    return "00-"
        + context.traceIdHex()
        + "-"
        + context.spanIdHex()
        + "-"
        + String.format("%02x", context.flags());
  }

  static Object get(RecordedSpan span, AttributeKey key) {
    return span.attribute(key);
  }

  static Set<String> keys(RecordedSpan span) {
    Set<String> keys = new HashSet<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      keys.add(span.attributeKey(i).name());
    }
    return keys;
  }

  static void assertUnset(RecordedSpan span) {
    assertThat(span.isFailed()).isFalse();
    assertThat(span.statusDescription()).isNull();
    assertThat(span.attribute(ErrorAttributes.TYPE)).isNull();
    assertThat(span.eventCount()).isZero();
  }

  /** One CLIENT span that failed without an answer. */
  RecordedSpan assertFailed(Throwable thrown, URI uri) throws Exception {
    assertThat(thrown).isNotNull();
    RecordedSpan span = engine.client();
    assertThat(span.isFailed()).isTrue();
    assertThat(get(span, ErrorAttributes.TYPE)).asString().contains("Exception");
    assertThat(get(span, HttpAttributes.RESPONSE_STATUS_CODE)).isNull();
    assertThat(get(span, NetworkAttributes.SERVER_ADDRESS)).isEqualTo(uri.getHost());
    assertThat(get(span, NetworkAttributes.SERVER_PORT)).isEqualTo((long) uri.getPort());
    assertThat(get(span, HttpAttributes.URL_FULL)).isEqualTo(uri.toString());
    assertThat(span.eventCount()).isEqualTo(1);
    assertThat(span.event(0).type()).isEqualTo(get(span, ErrorAttributes.TYPE));
    return span;
  }
}
