package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.propagation.Propagator;
import io.obsagent.engine.propagation.Propagators;
import io.obsagent.engine.trace.Context;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** The propagators on headers of records. */
class KafkaHeadersTest {
  private final Propagator propagator =
      Propagators.configured(ConfigurationReader.read(new Properties(), Map.of(), null));

  private static RecordHeaders with(String name, byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(name, value);
    return headers;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String requestIdOf(RecordHeaders headers) {
    return propagator.extract(headers, KafkaHeaders.INSTANCE).requestId();
  }

  @Test
  void aRequestIdGoesFromProducerToConsumer() {
    RecordHeaders sent = new RecordHeaders();
    propagator.injectUnlessOther(
        Context.remote(1, 2, 3, 3, null, null).withRequestId("r-1"),
        sent,
        KafkaHeaders.INSTANCE,
        KafkaHeaders.INSTANCE);

    // Over the broker only names and bytes go.
    RecordHeaders polled = new RecordHeaders();
    sent.forEach(header -> polled.add(header.key(), header.value()));
    assertThat(requestIdOf(polled)).isEqualTo("r-1");
  }

  @Test
  void whatIsNoRequestIdIsAsNone() {
    assertThat(requestIdOf(with("X-Request-ID", null))).isNull();
    assertThat(requestIdOf(with("X-Request-ID", bytes("a\r\nX-Evil: 1")))).isNull();
    assertThat(requestIdOf(with("X-Request-ID", new byte[] {(byte) 0xff, 0}))).isNull();
    assertThat(requestIdOf(with("X-Request-ID", new byte[100_000]))).isNull();
    assertThat(requestIdOf(with("x-request-id", bytes("a")))).as("names are exact").isNull();
    RecordHeaders twice = with("X-Request-ID", bytes("a"));
    twice.add("X-Request-ID", bytes("b"));
    assertThat(requestIdOf(twice)).isNull();
  }

  @Test
  void oneOfTheApplicationsOwnStays() {
    RecordHeaders headers = with("X-Request-ID", bytes("mine"));
    propagator.injectUnlessOther(
        Context.remote(1, 2, 3, 3, null, null).withRequestId("r-1"),
        headers,
        KafkaHeaders.INSTANCE,
        KafkaHeaders.INSTANCE);
    assertThat(requestIdOf(headers)).isEqualTo("mine");
  }
}
