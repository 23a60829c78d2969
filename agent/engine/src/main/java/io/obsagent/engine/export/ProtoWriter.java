package io.obsagent.engine.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Protocol buffers, written in one pass into one array that is kept for the next message. How long
 * a nested message is stands before it and is known after it: {@link #begin} leaves room for the
 * likely number of digits, {@link #end} fills them in and moves the content if it was wrong. One
 * thread; allocates nothing once the array is large enough.
 */
class ProtoWriter {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED_32 = 5;

  private byte[] bytes = new byte[16 << 10];
  private int size;

  final void reset() {
    size = 0;
  }

  final int size() {
    return size;
  }

  /** The array's length: what is kept for the next message. */
  final int capacity() {
    return bytes.length;
  }

  final void copyTo(OutputStream out) throws IOException {
    out.write(bytes, 0, size);
  }

  private void room(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length << 1, size + more));
    }
  }

  /**
   * Begins a nested message.
   *
   * @param lengthDigits how many bytes its length will probably take
   * @return for {@link #end}
   */
  final long begin(int field, int lengthDigits) {
    tag(field, DELIMITED);
    room(lengthDigits);
    size += lengthDigits;
    return (long) size << 32 | lengthDigits;
  }

  final void end(long begun) {
    int start = (int) (begun >>> 32);
    int reserved = (int) begun;
    int length = size - start;
    int needed = digits(length);
    if (needed != reserved) {
      room(needed);
      System.arraycopy(bytes, start, bytes, start + needed - reserved, length);
      size += needed - reserved;
    }
    int at = start - reserved;
    int rest = length;
    while (rest > 0x7f) {
      bytes[at++] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
  }

  private static int digits(int length) {
    int digits = 1;
    for (int rest = length >>> 7; rest != 0; rest >>>= 7) {
      digits++;
    }
    return digits;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    room(10);
    while ((value & ~0x7fL) != 0) {
      bytes[size++] = (byte) (value & 0x7f | 0x80);
      value >>>= 7;
    }
    bytes[size++] = (byte) value;
  }

  /** Also where it is 0: inside a {@code oneof} that says something. */
  final void number(int field, long value) {
    tag(field, VARINT);
    varint(value);
  }

  /** Nothing where it is 0, which is what absence means. */
  final void count(int field, int value) {
    if (value != 0) {
      number(field, value);
    }
  }

  final void fixed64(int field, long value) {
    tag(field, FIXED_64);
    room(8);
    for (int i = 0; i < 8; i++) {
      bytes[size++] = (byte) (value >>> (i << 3));
    }
  }

  final void fixed32(int field, int value) {
    tag(field, FIXED_32);
    room(4);
    for (int i = 0; i < 4; i++) {
      bytes[size++] = (byte) (value >>> (i << 3));
    }
  }

  /** 8 bytes, the highest first, as ids are. */
  final void id(int field, long value) {
    tag(field, DELIMITED);
    varint(8);
    bigEndian(value);
  }

  final void id(int field, long high, long low) {
    tag(field, DELIMITED);
    varint(16);
    bigEndian(high);
    bigEndian(low);
  }

  private void bigEndian(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** UTF-8; a lone surrogate becomes a question mark, as in {@link String#getBytes}. */
  final void text(int field, String text) {
    int length = text.length();
    long begun = begin(field, digits(length));
    room(3 * length);
    byte[] target = bytes;
    int at = size;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        target[at++] = (byte) c;
      } else if (c < 0x800) {
        target[at++] = (byte) (0xc0 | c >> 6);
        target[at++] = (byte) (0x80 | c & 0x3f);
      } else if (!Character.isSurrogate(c)) {
        target[at++] = (byte) (0xe0 | c >> 12);
        target[at++] = (byte) (0x80 | c >> 6 & 0x3f);
        target[at++] = (byte) (0x80 | c & 0x3f);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < length
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        target[at++] = (byte) (0xf0 | point >> 18);
        target[at++] = (byte) (0x80 | point >> 12 & 0x3f);
        target[at++] = (byte) (0x80 | point >> 6 & 0x3f);
        target[at++] = (byte) (0x80 | point & 0x3f);
      } else {
        target[at++] = '?';
      }
    }
    size = at;
    end(begun);
  }
}
