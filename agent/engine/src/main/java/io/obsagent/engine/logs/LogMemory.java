package io.obsagent.engine.logs;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The part of {@code obs.memory.limit} that log records may take: a quarter. One half of that is
 * for records whose fragment is not decided or that wait for the exporting thread ({@linkplain
 * #live live}), the other for those the exporter holds, so that a collector that is gone does not
 * keep new records from being captured. The last eighth of either is for errors.
 *
 * <p>Thread-safe. One atomic addition per record and one when it leaves.
 */
public final class LogMemory {
  private static final int SHARE = 8;

  private final long most;
  private final AtomicLong live = new AtomicLong();
  private volatile long held;

  /**
   * @param limitBytes {@code obs.memory.limit}, in bytes
   */
  public LogMemory(long limitBytes) {
    this.most = Math.max(1, limitBytes / SHARE);
  }

  /** Takes room for a record; false if there is none. */
  boolean admit(int bytes, boolean error) {
    long now = live.addAndGet(bytes);
    if (now > (error ? most : ordinary())) {
      live.addAndGet(-bytes);
      return false;
    }
    return true;
  }

  /** Gives back what {@link #admit} took. */
  void release(long bytes) {
    live.addAndGet(-bytes);
  }

  /** The exporter has the records now. Exporting thread only. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void hold(long bytes) {
    live.addAndGet(-bytes);
    held += bytes;
  }

  /** The exporter has sent or dropped them. Exporting thread only. */
  @SuppressWarnings("NonAtomicVolatileUpdate")
  public void unhold(long bytes) {
    held -= bytes;
  }

  /** Bytes of records that no exporter has taken yet. */
  public long live() {
    return live.get();
  }

  /** Bytes of records that an exporter holds. */
  public long held() {
    return held;
  }

  /** All of it: what spans must leave alone. */
  public long bytes() {
    return live.get() + held;
  }

  /** Most bytes of {@link #live}, and of {@link #held}. */
  public long most() {
    return most;
  }

  /** Most bytes that ordinary records may take of either. */
  public long ordinary() {
    return most - (most >>> 3);
  }
}
