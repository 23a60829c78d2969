package io.obsagent.engine.recorder;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytes of one record, growing. Numbers take one byte per seven bits; a text that came before takes
 * a number. Reused for the next record; not thread-safe.
 */
final class ByteWriter {
  private static final int FIRST_BYTES = 4_096;

  private final Map<String, Integer> texts = new HashMap<>();
  private byte[] bytes = new byte[FIRST_BYTES];
  private int size;

  void clear() {
    size = 0;
    texts.clear();
    if (bytes.length > 64 * FIRST_BYTES) {
      bytes = new byte[FIRST_BYTES];
    }
  }

  int size() {
    return size;
  }

  byte[] bytes() {
    return bytes;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }

  /** Small numbers that are not negative. */
  void number(long value) {
    room(10);
    long left = value;
    while ((left & ~0x7fL) != 0) {
      bytes[size++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[size++] = (byte) left;
  }

  /** Numbers near zero of either sign. */
  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  /** All 64 bits, for what is random. */
  void fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[size++] = (byte) (value >>> shift);
    }
  }

  /** Null too. */
  void text(String text) {
    if (text == null) {
      number(0);
      return;
    }
    Integer before = texts.get(text);
    if (before != null) {
      number(2L * before + 1);
      return;
    }
    texts.put(text, texts.size());
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    number(2L * utf8.length + 2);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }
}
