package io.obsagent.instrumentation.logging.structured;

import java.util.Arrays;

/**
 * JSON being written, as bytes. Texts are escaped as they come: quotes, backslashes and control
 * characters, the two line separators that some readers take for line ends, and half surrogates
 * (they become U+FFFD, since no reader agrees on them). Everything else stands as UTF-8, or, where
 * the line goes through a writer of unknown encoding, as ASCII with escapes.
 *
 * <p>One growing array; a text is copied into it without a copy in between. For one thread.
 */
final class JsonText {
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };
  private static final int REPLACEMENT = 0xFFFD;

  private final boolean ascii;
  private byte[] bytes = new byte[512];
  private int length;

  JsonText(boolean ascii) {
    this.ascii = ascii;
  }

  /** What may stand as it is: names, punctuation, digits; ASCII without quotes. */
  JsonText plain(String text) {
    require(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[length++] = (byte) text.charAt(i);
    }
    return this;
  }

  JsonText plain(char character) {
    require(1);
    bytes[length++] = (byte) character;
    return this;
  }

  /** {@code value} in so many digits, with leading zeros. */
  JsonText digits(long value, int count) {
    require(count);
    for (int i = count - 1; i >= 0; i--) {
      bytes[length + i] = (byte) ('0' + value % 10);
      value /= 10;
    }
    length += count;
    return this;
  }

  /** The inside of a string. */
  JsonText escaped(CharSequence text) {
    int end = text.length();
    require(end + 16);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        ascii(c);
      } else if (!Character.isSurrogate(c)) {
        beyondAscii(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < end
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        beyondAscii(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        beyondAscii(REPLACEMENT);
      }
    }
    return this;
  }

  private void ascii(char c) {
    require(6);
    if (c == '"' || c == '\\') {
      bytes[length++] = '\\';
      bytes[length++] = (byte) c;
    } else if (c >= ' ' && c != 0x7F) {
      bytes[length++] = (byte) c;
    } else if (c == '\n') {
      escape('n');
    } else if (c == '\r') {
      escape('r');
    } else if (c == '\t') {
      escape('t');
    } else {
      unit(c);
    }
  }

  private void escape(char letter) {
    bytes[length++] = '\\';
    bytes[length++] = (byte) letter;
  }

  private void beyondAscii(int codePoint) {
    require(12);
    if (ascii || codePoint == 0x2028 || codePoint == 0x2029 || codePoint < 0xA0) {
      if (codePoint >= 0x10000) {
        unit(Character.highSurrogate(codePoint));
        unit(Character.lowSurrogate(codePoint));
      } else {
        unit((char) codePoint);
      }
    } else if (codePoint < 0x800) {
      bytes[length++] = (byte) (0xC0 | codePoint >> 6);
      tail(codePoint, 0);
    } else if (codePoint < 0x10000) {
      bytes[length++] = (byte) (0xE0 | codePoint >> 12);
      tail(codePoint, 6);
      tail(codePoint, 0);
    } else {
      bytes[length++] = (byte) (0xF0 | codePoint >> 18);
      tail(codePoint, 12);
      tail(codePoint, 6);
      tail(codePoint, 0);
    }
  }

  private void tail(int codePoint, int shift) {
    bytes[length++] = (byte) (0x80 | (codePoint >> shift & 0x3F));
  }

  private void unit(char c) {
    bytes[length++] = '\\';
    bytes[length++] = 'u';
    for (int shift = 12; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[c >> shift & 0xF];
    }
  }

  private void require(int more) {
    if (bytes.length - length < more) {
      int wanted =
          Math.max(length + more, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L));
      bytes = Arrays.copyOf(bytes, wanted);
    }
  }

  /** What was written, copied once. */
  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  /** What was written in ASCII: the deprecated constructor is exact, and needs no decoder. */
  @SuppressWarnings("deprecation")
  String toText() {
    return new String(bytes, 0, 0, length);
  }
}
