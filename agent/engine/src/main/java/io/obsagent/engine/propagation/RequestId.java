package io.obsagent.engine.propagation;

import io.obsagent.engine.trace.Hex;
import java.util.Enumeration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * {@code X-Request-ID}, by which proxies, services and their people know a request. It comes from
 * strangers and goes into headers and log lines, so only what can do no harm there is accepted: 1
 * to 128 of {@code A-Z a-z 0-9 . _ : -}.
 */
public final class RequestId {
  /** Spelled as it is written; Kafka compares names exactly. */
  public static final String HEADER = "X-Request-ID";

  private static final int MAX_LENGTH = 128;

  private RequestId() {}

  /**
   * The id that came in; null for none, for one that is not acceptable, and for several: nobody
   * could say which is meant, just as in a list between commas.
   */
  static <C> String read(C carrier, HeaderReader<C> reader) {
    String id = reader.first(carrier, HEADER);
    if (id == null || !isAcceptable(id)) {
      return null;
    }
    Enumeration<String> values = reader.all(carrier, HEADER);
    if (values != null && values.hasMoreElements()) {
      values.nextElement();
      if (values.hasMoreElements()) {
        return null;
      }
    }
    return id;
  }

  /** One pass over at most 128 characters. */
  static boolean isAcceptable(String id) {
    int length = id.length();
    if (length == 0 || length > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      char c = id.charAt(i);
      if (!(c >= 'a' && c <= 'z')
          && !(c >= 'A' && c <= 'Z')
          && !(c >= '0' && c <= ':')
          && c != '-'
          && c != '.'
          && c != '_') {
        return false;
      }
    }
    return true;
  }

  /** A new one: 128 random bits in lower-case hexadecimal, to tell requests apart and no secret. */
  public static String generate() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    return Hex.of128(random.nextLong(), random.nextLong());
  }
}
