package io.obsagent.instrumentation.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;

/**
 * A header that we wrote. Its class tells it, where the same record is sent again, from one the
 * application set.
 */
final class TraceHeader implements Header {
  private final String key;
  private final byte[] value;

  TraceHeader(String key, String value) {
    this.key = key;
    this.value = value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String key() {
    return key;
  }

  @Override
  public byte[] value() {
    return value;
  }

  @Override
  public String toString() {
    return "RecordHeader(key = " + key + ", value = " + value.length + " bytes)";
  }
}
