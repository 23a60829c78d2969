package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/** {@code trace_state}: a member of the {@code tracestate} list has one of these values. */
final class TraceStateMember extends Policy {
  private final String key;
  private final String[] values;

  TraceStateMember(String key, String[] values) {
    this.key = key;
    this.values = values.clone();
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    String list = fragment.root().traceState();
    return Answer.fixed(list != null && holds(list));
  }

  private boolean holds(String list) {
    for (int from = 0; from < list.length(); ) {
      int comma = list.indexOf(',', from);
      int end = comma < 0 ? list.length() : comma;
      int start = from;
      while (start < end && isBlank(list.charAt(start))) {
        start++;
      }
      int equals = start + key.length();
      if (equals < end && list.charAt(equals) == '=' && list.startsWith(key, start)) {
        // A key stands once in a list.
        return isValue(list, equals + 1, end);
      }
      from = end + 1;
    }
    return false;
  }

  private boolean isValue(String list, int start, int end) {
    int to = end;
    while (to > start && isBlank(list.charAt(to - 1))) {
      to--;
    }
    for (String value : values) {
      if (value.length() == to - start && list.startsWith(value, start)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBlank(char character) {
    return character == ' ' || character == '\t';
  }
}
