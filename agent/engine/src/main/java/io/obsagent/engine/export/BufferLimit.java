package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogMemory;

/**
 * How much may wait for export in this process ({@code obs.memory.limit} and, where it is set,
 * {@code otel.bsp.max.queue.size}), and how much of it the exporters hold on to. What waits in the
 * {@link FragmentQueue} the queue itself counts.
 *
 * <p>Ordinary fragments may use seven eighths of the bytes; the rest is kept for fragments with an
 * error, so that a storm of ordinary traffic never pushes out the trace somebody will look for.
 *
 * <p>Written by the exporting thread alone, read by all.
 */
public final class BufferLimit {
  /** Default of {@code obs.memory.limit}, in bytes. */
  public static final long DEFAULT_BYTES = 16L << 20;

  private static final int HEAP_SHARE = 16;

  private final long bytes;
  private final int spans;
  private volatile long heldBytes;
  private volatile int heldSpans;
  private volatile LogMemory logs;

  /**
   * @param bytes most bytes, estimated; cut to a sixteenth of the largest heap
   * @param spans most spans, or 0 for no bound but that of memory
   */
  public BufferLimit(long bytes, int spans) {
    this(bytes, spans, Runtime.getRuntime().maxMemory());
  }

  BufferLimit(long bytes, int spans, long heap) {
    this.bytes = Math.max(64L << 10, Math.min(bytes, heap / HEAP_SHARE));
    this.spans = spans <= 0 ? Integer.MAX_VALUE : spans;
  }

  /** The limit in force, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Bytes, estimated, of fragments that were taken from the queue and not yet sent or dropped. */
  public long heldBytes() {
    return heldBytes;
  }

  /** Log records take part of it: what they use, spans cannot. */
  public LogMemory shareWithLogs() {
    logs = new LogMemory(bytes);
    return logs;
  }

  private long logBytes() {
    LogMemory shared = logs;
    return shared == null ? 0 : shared.bytes();
  }

  long ordinaryBytes() {
    return bytes - (bytes >>> 3);
  }

  /**
   * Whether a queue of this size, together with what is held, stays inside. Five volatile reads.
   */
  boolean admits(boolean error, long queuedBytes, long queuedSpans) {
    return heldBytes + logBytes() + queuedBytes <= (error ? bytes : ordinaryBytes())
        && heldSpans + queuedSpans <= spans;
  }

  /** Whether it is the number of spans, not their size, that does not fit. */
  boolean isFullOfSpans(long queuedSpans) {
    return heldSpans + queuedSpans > spans;
  }

  /** Exporting thread only. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  void hold(long moreBytes, int moreSpans) {
    heldBytes += moreBytes;
    heldSpans += moreSpans;
  }

  /** Exporting thread only. */
  void release(long fewerBytes, int fewerSpans) {
    hold(-fewerBytes, -fewerSpans);
  }
}
