package io.obsagent.engine.semantics.http;

import java.util.ArrayList;
import java.util.List;

/**
 * A pattern in which {@code *} stands for any text, also none. Immutable. Matching takes time
 * proportional to the length of the text times that of the pattern, never more.
 */
public final class Glob {
  private final String[] parts;
  private final boolean ignoreCase;

  private Glob(String[] parts, boolean ignoreCase) {
    this.parts = parts;
    this.ignoreCase = ignoreCase;
  }

  /** A pattern for which the case of letters matters. */
  public static Glob of(String pattern) {
    return new Glob(split(pattern), false);
  }

  /** A pattern for which it does not. */
  public static Glob ignoringCase(String pattern) {
    return new Glob(split(pattern), true);
  }

  private static String[] split(String pattern) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int star = pattern.indexOf('*'); star >= 0; star = pattern.indexOf('*', start)) {
      parts.add(pattern.substring(start, star));
      start = star + 1;
    }
    parts.add(pattern.substring(start));
    return parts.toArray(new String[0]);
  }

  /** Whether the whole text is covered. */
  public boolean matches(CharSequence text) {
    return matches(text, 0, text.length());
  }

  /** Whether this part of the text is covered. Allocates nothing. */
  public boolean matches(CharSequence text, int from, int to) {
    String first = parts[0];
    int last = parts.length - 1;
    if (last == 0) {
      return to - from == first.length() && at(text, from, to, first);
    }
    if (!at(text, from, to, first)) {
      return false;
    }
    int position = from + first.length();
    for (int i = 1; i < last; i++) {
      position = find(text, position, to, parts[i]);
      if (position < 0) {
        return false;
      }
      position += parts[i].length();
    }
    String tail = parts[last];
    return to - tail.length() >= position && at(text, to - tail.length(), to, tail);
  }

  private int find(CharSequence text, int from, int to, String part) {
    for (int i = from; i + part.length() <= to; i++) {
      if (at(text, i, to, part)) {
        return i;
      }
    }
    return -1;
  }

  private boolean at(CharSequence text, int from, int to, String part) {
    if (part.length() > to - from) {
      return false;
    }
    for (int i = 0; i < part.length(); i++) {
      char want = part.charAt(i);
      char have = text.charAt(from + i);
      if (want != have && !(ignoreCase && lower(want) == lower(have))) {
        return false;
      }
    }
    return true;
  }

  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
  }
}
