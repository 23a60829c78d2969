package io.obsagent.engine.trace;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Lends small byte arrays in which ids and header values are put together, so that formatting one
 * allocates its string and nothing else. A fixed number of arrays, not one per thread: there may be
 * a million threads. A thread takes the array of its stripe or, when that is lent out, a new one
 * that is dropped or takes the empty place afterwards.
 *
 * <p>Cost: one atomic exchange to borrow, one ordered write to give back.
 */
public final class AsciiBuffers {
  /** The longest value put together here: trace id, span id, separators and flags. */
  private static final int LENGTH = 64;

  private static final int STRIPES = 16;

  /** Distance between two stripes, so that they do not share a cache line. */
  private static final int SPACING = 32;

  private static final AtomicReferenceArray<byte[]> SPARE =
      new AtomicReferenceArray<>(STRIPES * SPACING);

  private AsciiBuffers() {}

  /** At least 64 bytes, of any content. */
  public static byte[] borrow() {
    byte[] buffer = SPARE.getAndSet(stripe(), null);
    return buffer == null ? new byte[LENGTH] : buffer;
  }

  public static void giveBack(byte[] buffer) {
    SPARE.lazySet(stripe(), buffer);
  }

  /** All bytes are ASCII: the deprecated constructor is exact, and copies without a decoder. */
  @SuppressWarnings("deprecation")
  public static String text(byte[] buffer, int length) {
    return new String(buffer, 0, 0, length);
  }

  @SuppressWarnings("deprecation") // threadId() is newer than Java 8.
  private static int stripe() {
    return (int) (Thread.currentThread().getId() & (STRIPES - 1)) * SPACING;
  }
}
