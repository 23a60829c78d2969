package io.obsagent.engine.propagation;

/**
 * Reads {@code baggage}, which is passed on as it came and never looked into. Over the limits that
 * everyone must carry it is cut at its end. A value with characters that no header may hold (it can
 * come from a Kafka record) is dropped, lest an HTTP client of the application stumble over it.
 *
 * @see <a href="https://www.w3.org/TR/baggage/#limits">W3C Baggage, Limits</a>
 */
final class BaggageList {
  static final String BAGGAGE = "baggage";

  private static final int MAX_MEMBERS = 64;
  private static final int MAX_LENGTH = 8_192;

  private BaggageList() {}

  /** The list, or null for none. */
  static <C> String read(C carrier, HeaderReader<C> reader) {
    String list = HeaderLists.joined(carrier, reader, BAGGAGE);
    if (list == null) {
      return null;
    }
    int members = 1;
    boolean empty = true;
    for (int i = 0; i < list.length(); i++) {
      char character = list.charAt(i);
      if ((character < ' ' && character != '\t') || character > '~') {
        return null;
      }
      if (character == ',') {
        members++;
      } else if (character != ' ' && character != '\t') {
        empty = false;
      }
    }
    if (empty) {
      return null;
    }
    return members <= MAX_MEMBERS && list.length() <= MAX_LENGTH
        ? list
        : HeaderLists.keep(list, MAX_LENGTH, MAX_MEMBERS, MAX_LENGTH);
  }
}
