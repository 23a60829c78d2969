package io.obsagent.engine.propagation;

import io.obsagent.engine.config.PercentDecoder;

/** One entry of a {@code baggage} list, for those who want to know what is in it. */
public final class BaggageEntry {
  private BaggageEntry() {}

  /**
   * The percent-decoded value under a key, without its properties. One pass over the list; the text
   * is allocated.
   *
   * @param list as it came, or null
   * @return null if there is none; of several the first
   * @see <a href="https://www.w3.org/TR/baggage/#definition">W3C Baggage, Definition</a>
   */
  public static String value(String list, String key) {
    int at = 0;
    while (list != null && at < list.length()) {
      int end = HeaderLists.nextComma(list, at);
      int equals = list.indexOf('=', at);
      if (equals > 0 && equals < end) {
        int from = HeaderLists.skipSpace(list, at, equals);
        int to = HeaderLists.skipSpaceBack(list, from, equals);
        if (to - from == key.length() && list.startsWith(key, from)) {
          return value(list, equals + 1, end);
        }
      }
      at = end + 1;
    }
    return null;
  }

  private static String value(String list, int from, int end) {
    int properties = list.indexOf(';', from);
    int last = properties < 0 || properties > end ? end : properties;
    int first = HeaderLists.skipSpace(list, from, last);
    return PercentDecoder.decode(
        list.substring(first, HeaderLists.skipSpaceBack(list, first, last)));
  }
}
