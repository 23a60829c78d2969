package io.obsagent.engine.sampling;

import io.obsagent.engine.trace.Context;

/**
 * OpenTelemetry's own member of a {@code tracestate} list, {@code
 * ot=th:<threshold>;rv:<randomness>}. Reading scans the list and allocates nothing; writing gives
 * back the same string where nothing changes.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/trace/tracestate-handling/">TraceState
 *     Handling</a>
 */
public final class OtTraceState {
  private static final String MEMBER = "ot=";
  private static final String THRESHOLD = "th:";
  private static final String RANDOMNESS = "rv:";

  /** W3C: a list holds at most this many members. */
  private static final int MAX_MEMBERS = 32;

  /** W3C: a value holds at most this many characters. */
  private static final int MAX_VALUE = 256;

  private static final long LOW_56 = (1L << 56) - 1;

  private OtTraceState() {}

  /** The randomness of a trace: explicit in {@code rv}, else the low 56 bits of the trace id. */
  public static long randomness(Context parent, long traceIdLow) {
    String list = parent.traceState();
    if (list != null) {
      int start = valueStart(list);
      int at = start < 0 ? -1 : subKey(list, start, valueEnd(list, start), RANDOMNESS);
      if (at >= 0) {
        int end = subEnd(list, at, valueEnd(list, start));
        long explicit =
            end - at == Threshold.DIGITS ? Threshold.parse(list, at, end) : Threshold.UNKNOWN;
        if (explicit != Threshold.UNKNOWN) {
          return explicit;
        }
      }
    }
    return traceIdLow & LOW_56;
  }

  /** The threshold in {@code th}, {@link Threshold#UNKNOWN} if there is none or it is malformed. */
  public static long threshold(String list) {
    int start = list == null ? -1 : valueStart(list);
    if (start < 0) {
      return Threshold.UNKNOWN;
    }
    int end = valueEnd(list, start);
    int at = subKey(list, start, end, THRESHOLD);
    return at < 0 ? Threshold.UNKNOWN : Threshold.parse(list, at, subEnd(list, at, end));
  }

  /**
   * The list with {@code th} set, or erased where the threshold is unknown. What else the member
   * holds stays; a changed member moves to the front, the others keep their order.
   *
   * @param list null for none
   * @return {@code list} itself if it says so already; null for an empty list
   */
  public static String withThreshold(String list, long threshold) {
    int start = list == null ? -1 : valueStart(list);
    if (start < 0) {
      return threshold == Threshold.UNKNOWN ? list : prepend(value("", threshold), list);
    }
    int end = valueEnd(list, start);
    boolean unchanged =
        threshold == Threshold.UNKNOWN
            ? subKey(list, start, end, THRESHOLD) < 0
            : threshold(list) == threshold;
    if (unchanged) {
      return list;
    }
    return prepend(value(withoutThreshold(list, start, end), threshold), without(list, start, end));
  }

  private static String value(String others, long threshold) {
    if (threshold == Threshold.UNKNOWN) {
      return others;
    }
    String own = THRESHOLD + Threshold.format(threshold);
    String both = others.isEmpty() ? own : own + ";" + others;
    return both.length() <= MAX_VALUE ? both : others;
  }

  private static String withoutThreshold(String list, int start, int end) {
    StringBuilder others = new StringBuilder(end - start);
    int from = start;
    while (from < end) {
      int to = subEnd(list, from, end);
      if (to > from && !list.startsWith(THRESHOLD, from)) {
        others.append(others.length() == 0 ? "" : ";").append(list, from, to);
      }
      from = to + 1;
    }
    return others.toString();
  }

  /** The list without the member whose value is at start to end. */
  private static String without(String list, int start, int end) {
    int comma = list.lastIndexOf(',', start - 1);
    if (comma >= 0) {
      return list.substring(0, comma) + list.substring(nextComma(list, end));
    }
    int next = nextComma(list, end);
    return next == list.length() ? null : list.substring(next + 1);
  }

  private static String prepend(String value, String list) {
    if (value.isEmpty()) {
      return list;
    }
    if (list == null || list.isEmpty()) {
      return MEMBER + value;
    }
    int keep = -1;
    for (int members = 1; members < MAX_MEMBERS && keep < list.length(); members++) {
      keep = nextComma(list, keep + 1);
    }
    return MEMBER + value + "," + list.substring(0, keep);
  }

  /** Where the value of the member {@code ot} begins; negative if there is none. */
  private static int valueStart(String list) {
    int at = 0;
    while (at < list.length()) {
      char character = list.charAt(at);
      if (character == ' ' || character == '\t') {
        at++;
      } else if (list.startsWith(MEMBER, at)) {
        return at + MEMBER.length();
      } else {
        at = nextComma(list, at) + 1;
      }
    }
    return -1;
  }

  private static int valueEnd(String list, int start) {
    int end = nextComma(list, start);
    while (end > start && (list.charAt(end - 1) == ' ' || list.charAt(end - 1) == '\t')) {
      end--;
    }
    return end;
  }

  private static int nextComma(String list, int from) {
    int comma = list.indexOf(',', from);
    return comma < 0 ? list.length() : comma;
  }

  /** Where the text of a sub-key begins; negative if there is none. */
  private static int subKey(String list, int start, int end, String key) {
    int from = start;
    while (from < end) {
      if (list.startsWith(key, from)) {
        return from + key.length();
      }
      from = subEnd(list, from, end) + 1;
    }
    return -1;
  }

  private static int subEnd(String list, int from, int end) {
    int semicolon = list.indexOf(';', from);
    return semicolon < 0 || semicolon > end ? end : semicolon;
  }
}
