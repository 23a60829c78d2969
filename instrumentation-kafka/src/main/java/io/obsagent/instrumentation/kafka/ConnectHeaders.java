package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.propagation.HeaderReader;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import org.apache.kafka.connect.header.Header;
import org.apache.kafka.connect.header.Headers;

/**
 * The headers of Connect's records, whose values are whatever the worker's header converter made of
 * the bytes: texts, as a rule, or the bytes. Anything else is as none.
 */
final class ConnectHeaders implements HeaderReader<Headers> {
  static final ConnectHeaders INSTANCE = new ConnectHeaders();

  private ConnectHeaders() {}

  @Override
  public String first(Headers carrier, String name) {
    Header header = carrier.lastWithName(name);
    Object value = header == null ? null : header.value();
    if (value instanceof String) {
      return (String) value;
    }
    return value instanceof byte[] ? new String((byte[]) value, StandardCharsets.UTF_8) : null;
  }

  @Override
  public Enumeration<String> all(Headers carrier, String name) {
    String first = first(carrier, name);
    return first == null ? null : Collections.enumeration(Collections.singletonList(first));
  }
}
