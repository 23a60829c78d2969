package io.obsagent.engine.recorder;

/**
 * Records in a fixed number of bytes, the oldest overwritten by the newest, found by trace id. The
 * bytes are one ring in pieces of 64 KiB, each allocated when it is reached. An index of 8 bytes
 * per 512 leads to the newest record of each bucket, every record to the one before it in its
 * bucket; what was overwritten is known by its position, so nothing is ever taken out of the index.
 *
 * <p>Not thread-safe.
 */
final class RecordRing {
  private static final int PIECE_BITS = 16;
  private static final int PIECE = 1 << PIECE_BITS;

  /** Length, previous record of the bucket, trace id in two halves, time. */
  private static final int HEADER = 4 + 8 + 8 + 8 + 8;

  private static final long NONE = -1;

  private final byte[][] pieces;
  private final long capacity;

  /** Position of the newest record of each bucket, plus one; 0 for none. */
  private final long[] buckets;

  /** Where the next record goes, and where the oldest begins: they only grow. */
  private long head;

  private long tail;

  /**
   * @param bytes rounded down to whole pieces, at least one
   */
  RecordRing(long bytes) {
    int count = (int) Math.max(1, bytes >>> PIECE_BITS);
    this.pieces = new byte[count][];
    this.capacity = (long) count << PIECE_BITS;
    this.buckets = new long[Integer.highestOneBit((int) (capacity >>> 9))];
  }

  /** Bytes of the ring itself when it is full. */
  long capacity() {
    return capacity;
  }

  /** Bytes of records that can be found. */
  long used() {
    return head - tail;
  }

  /**
   * Adds a record.
   *
   * @return false if it is larger than the ring
   */
  boolean add(long traceIdHigh, long traceIdLow, long nanos, byte[] body, int length) {
    long size = (long) HEADER + length;
    if (size > capacity) {
      return false;
    }
    while (head + size - tail > capacity) {
      tail += HEADER + number(tail, 4);
    }
    int bucket = bucket(traceIdHigh, traceIdLow);
    long at = head;
    at = put(at, length, 4);
    at = put(at, buckets[bucket] - 1, 8);
    at = put(at, traceIdHigh, 8);
    at = put(at, traceIdLow, 8);
    at = put(at, nanos, 8);
    copyIn(at, body, length);
    buckets[bucket] = head + 1;
    head += size;
    return true;
  }

  /** Position of the newest record of the trace, negative if there is none. */
  long newest(long traceIdHigh, long traceIdLow) {
    return ofTrace(buckets[bucket(traceIdHigh, traceIdLow)] - 1, traceIdHigh, traceIdLow);
  }

  /** Position of the one before, of the same trace; negative if there is none. */
  long before(long position) {
    return ofTrace(number(position + 4, 8), number(position + 12, 8), number(position + 20, 8));
  }

  private long ofTrace(long from, long traceIdHigh, long traceIdLow) {
    long at = from;
    while (at >= tail) {
      if (number(at + 12, 8) == traceIdHigh && number(at + 20, 8) == traceIdLow) {
        return at;
      }
      at = number(at + 4, 8);
    }
    return NONE;
  }

  byte[] body(long position) {
    byte[] body = new byte[(int) number(position, 4)];
    long at = position + HEADER;
    int done = 0;
    while (done < body.length) {
      int offset = (int) (at & (PIECE - 1));
      int some = Math.min(body.length - done, PIECE - offset);
      System.arraycopy(piece(at), offset, body, done, some);
      done += some;
      at += some;
    }
    return body;
  }

  /** When the oldest record that is still here was added; {@code otherwise} if there is none. */
  long oldestNanos(long otherwise) {
    return head == tail ? otherwise : number(tail + 28, 8);
  }

  private int bucket(long traceIdHigh, long traceIdLow) {
    long mixed = (traceIdHigh ^ traceIdLow) * 0x9E3779B97F4A7C15L;
    return (int) (mixed >>> 33) & (buckets.length - 1);
  }

  private byte[] piece(long position) {
    int index = (int) ((position >>> PIECE_BITS) % pieces.length);
    byte[] piece = pieces[index];
    if (piece == null) {
      piece = new byte[PIECE];
      pieces[index] = piece;
    }
    return piece;
  }

  private void copyIn(long position, byte[] body, int length) {
    long at = position;
    int done = 0;
    while (done < length) {
      int offset = (int) (at & (PIECE - 1));
      int some = Math.min(length - done, PIECE - offset);
      System.arraycopy(body, done, piece(at), offset, some);
      done += some;
      at += some;
    }
  }

  private long put(long position, long value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      long at = position + i;
      piece(at)[(int) (at & (PIECE - 1))] = (byte) (value >>> (8 * (bytes - 1 - i)));
    }
    return position + bytes;
  }

  private long number(long position, int bytes) {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      long at = position + i;
      value = value << 8 | piece(at)[(int) (at & (PIECE - 1))] & 0xff;
    }
    return value;
  }
}
