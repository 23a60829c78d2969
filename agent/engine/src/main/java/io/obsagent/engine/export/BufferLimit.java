package io.obsagent.engine.export;

import io.obsagent.engine.logs.LogMemory;
import java.util.function.LongSupplier;

/**
 * How much may wait in this process, for a decision or for export ({@code obs.memory.limit} and,
 * where it is set, {@code otel.bsp.max.queue.size}), and how much of it the exporters hold on to.
 * What waits in the {@link FragmentQueue} the queue itself counts; what is not decided yet, the
 * tracer.
 *
 * <p>Ordinary fragments may use seven eighths of the bytes; the rest is kept for fragments with an
 * error, so that a storm of ordinary traffic never pushes out the trace somebody will look for. An
 * eighth of the bytes the exporters leave free as long as they have ordinary fragments to give up,
 * the oldest first: so there is room for those that come.
 *
 * <p>Written by the exporting thread alone, read by all.
 */
public final class BufferLimit {
  /** Default of {@code obs.memory.limit}, in bytes. */
  public static final long DEFAULT_BYTES = 16L << 20;

  private static final int HEAP_SHARE = 16;

  private final int spans;

  /** Changes only before anything is made that waits. */
  private long bytes;

  private long reservedBytes;

  private volatile long heldBytes;
  private volatile int heldSpans;
  private volatile LongSupplier undecided;
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

  /** Leaves a part of the limit, at most half, to something else; before anything asks for it. */
  void reserve(long wanted) {
    reservedBytes = Math.max(0, Math.min(wanted, bytes / 2));
    bytes -= reservedBytes;
  }

  /** Bytes left to something else. */
  long reservedBytes() {
    return reservedBytes;
  }

  /** The limit in force, in bytes. */
  public long bytes() {
    return bytes;
  }

  /** Bytes, estimated, of fragments that were taken from the queue and not yet sent or dropped. */
  public long heldBytes() {
    return heldBytes;
  }

  /**
   * Says who knows how many bytes wait for a decision: asked by any thread, so it must be cheap.
   */
  void undecided(LongSupplier bytes) {
    this.undecided = bytes;
  }

  /** Bytes, estimated, that wait for a decision. */
  long undecidedBytes() {
    LongSupplier counts = undecided;
    return counts == null ? 0 : counts.getAsLong();
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

  /** Whether the exporters hold so much that the oldest ordinary fragments have to go. */
  boolean isOverfull() {
    return heldBytes + undecidedBytes() + logBytes() > ordinaryBytes() - (bytes >>> 3);
  }

  /**
   * Whether a queue of this size, together with what is held and undecided, and what log records
   * use, stays inside. Some volatile reads.
   */
  boolean admits(boolean error, long queuedBytes, long queuedSpans) {
    return heldBytes + undecidedBytes() + logBytes() + queuedBytes
            <= (error ? bytes : ordinaryBytes())
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
