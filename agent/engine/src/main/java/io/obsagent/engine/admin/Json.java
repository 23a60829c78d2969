package io.obsagent.engine.admin;

/** Writes one JSON text, compact. The caller keeps the nesting right. Used once, by one thread. */
final class Json {
  private final StringBuilder out = new StringBuilder(1_024);

  /** A comma is due before the next key or element. */
  private boolean comma;

  Json object() {
    return open('{');
  }

  Json endObject() {
    return close('}');
  }

  Json array() {
    return open('[');
  }

  Json endArray() {
    return close(']');
  }

  private Json open(char bracket) {
    separate();
    out.append(bracket);
    comma = false;
    return this;
  }

  private Json close(char bracket) {
    out.append(bracket);
    comma = true;
    return this;
  }

  private void separate() {
    if (comma) {
      out.append(',');
    }
    comma = true;
  }

  /** The next value's name. */
  Json key(String name) {
    separate();
    quoted(name);
    out.append(':');
    comma = false;
    return this;
  }

  /** A text, or null. */
  Json value(String text) {
    separate();
    if (text == null) {
      out.append("null");
    } else {
      quoted(text);
    }
    return this;
  }

  Json value(long number) {
    separate();
    out.append(number);
    return this;
  }

  /** What JSON has no number for is null. */
  Json value(double number) {
    separate();
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      out.append("null");
    } else if (number == Math.rint(number) && Math.abs(number) < 1e15) {
      out.append((long) number);
    } else {
      out.append(number);
    }
    return this;
  }

  Json value(boolean flag) {
    separate();
    out.append(flag);
    return this;
  }

  Json member(String name, String text) {
    return key(name).value(text);
  }

  Json member(String name, long number) {
    return key(name).value(number);
  }

  Json member(String name, boolean flag) {
    return key(name).value(flag);
  }

  private void quoted(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c < ' ' || c == 0x7f || c == 0x2028 || c == 0x2029 || isLoneSurrogate(text, i)) {
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit(c >> shift & 0xf, 16));
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }

  private static boolean isLoneSurrogate(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isLowSurrogate(c)
        && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
