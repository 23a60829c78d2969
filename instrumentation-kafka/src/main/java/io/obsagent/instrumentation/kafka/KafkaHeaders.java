package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Kafka's headers as the propagators see them. Names are matched exactly, as Kafka itself does. A
 * value that is null or larger than any of ours could be is as none; it is not even decoded. What
 * we wrote ourselves, in a record that is sent once more, is not there.
 */
final class KafkaHeaders implements HeaderReader<Headers>, HeaderWriter<Headers> {
  static final KafkaHeaders INSTANCE = new KafkaHeaders();

  /** Bytes; baggage may have 8192. */
  private static final int LARGEST = 8_192;

  private KafkaHeaders() {}

  @Override
  public String first(Headers carrier, String name) {
    if (carrier.lastHeader(name) == null) {
      return null;
    }
    Values values = new Values(carrier.headers(name).iterator());
    return values.hasMoreElements() ? values.nextElement() : null;
  }

  @Override
  public Enumeration<String> all(Headers carrier, String name) {
    return carrier.lastHeader(name) == null ? null : new Values(carrier.headers(name).iterator());
  }

  @Override
  public void set(Headers carrier, String name, String value) {
    remove(carrier, name);
    carrier.add(new TraceHeader(name, value));
  }

  @Override
  public void remove(Headers carrier, String name) {
    if (carrier.lastHeader(name) != null) {
      carrier.remove(name);
    }
  }

  private static final class Values implements Enumeration<String> {
    private final Iterator<Header> headers;
    private String next;

    Values(Iterator<Header> headers) {
      this.headers = headers;
      advance();
    }

    private void advance() {
      next = null;
      while (next == null && headers.hasNext()) {
        Header header = headers.next();
        byte[] value = header instanceof TraceHeader ? null : header.value();
        if (value != null && value.length <= LARGEST) {
          next = new String(value, StandardCharsets.UTF_8);
        }
      }
    }

    @Override
    public boolean hasMoreElements() {
      return next != null;
    }

    @Override
    public String nextElement() {
      String value = next;
      if (value == null) {
        throw new NoSuchElementException();
      }
      advance();
      return value;
    }
  }
}
