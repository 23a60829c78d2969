package io.obsagent.instrumentation.jdbc.sql;

/**
 * The sanitised text as it grows: whole tokens, at most so many bytes of UTF-8. A token that does
 * not fit closes the text, so it is only ever cut between tokens; {@link #rewind} opens it again
 * when a list that did not fit turns out to collapse.
 *
 * <p>One owner, one thread. Appending costs one step per character.
 */
final class BoundedText {
  private static final long CLOSED = -1;

  private final StringBuilder out;
  private final int maxBytes;
  private int bytes;
  private boolean full;

  /** See {@link #bookmark}. */
  private long bookmark = CLOSED;

  BoundedText(int expectedChars, int maxBytes) {
    this.out = new StringBuilder(Math.min(expectedChars, maxBytes));
    this.maxBytes = maxBytes;
  }

  void append(char c) {
    if (!full && bytes < maxBytes) {
      out.append(c);
      bytes++; // only ever called with ASCII
    } else {
      full = true;
    }
  }

  void append(String source, int start, int end) {
    if (full) {
      return;
    }
    if (end - start > maxBytes - bytes) {
      full = true; // a character is at least a byte
      return;
    }
    int sum = bytes;
    for (int i = start; i < end; i++) {
      char c = source.charAt(i);
      // A surrogate is half of four bytes. A lone one is encoded as '?', which is less.
      sum += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    if (sum > maxBytes) {
      full = true;
      return;
    }
    out.append(source, start, end);
    bytes = sum;
  }

  boolean isEmpty() {
    return out.length() == 0;
  }

  char last() {
    return out.charAt(out.length() - 1);
  }

  /** A place to come back to; worthless once the text is closed. */
  long mark() {
    return full ? CLOSED : place();
  }

  /** Forgets everything since {@code mark}, also that the text was full since. */
  void rewind(long mark) {
    if (mark != CLOSED) {
      out.setLength((int) mark);
      bytes = (int) (mark >>> 32);
      full = false;
      if ((int) bookmark > (int) mark) {
        bookmark = mark; // the bookmarked place is gone
      }
    }
  }

  /** Remembers this place, full or not, for {@link #rewindToBookmark}. */
  void bookmark() {
    bookmark = place();
  }

  void rewindToBookmark() {
    rewind(bookmark);
  }

  private long place() {
    return (long) bytes << 32 | out.length();
  }

  /** The text without trailing white space; {@code original} itself when it says the same. */
  String toText(String original) {
    int length = out.length();
    while (length > 0 && SqlChars.isSpace(out.charAt(length - 1))) {
      length--;
    }
    out.setLength(length);
    return original.contentEquals(out) ? original : out.toString();
  }
}
