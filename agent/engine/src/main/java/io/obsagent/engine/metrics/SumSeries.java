package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.LongAdder;

/** A sum under one set of attribute values; striped by the JDK's adder where threads meet. */
final class SumSeries extends Series {
  private final boolean monotonic;
  private final LongAdder adder = new LongAdder();

  /** What the last visit saw; the drain's own. */
  private long seen;

  private long seenAtRelease;

  SumSeries(Object[] values, int hash, boolean monotonic) {
    super(values, hash);
    this.monotonic = monotonic;
  }

  void add(long amount) {
    adder.add(amount);
  }

  @Override
  boolean drain(Drain drain) {
    long now = adder.sum();
    boolean moved = now != seen;
    seen = now;
    return moved;
  }

  @Override
  boolean isReleasable() {
    return monotonic || seen == 0;
  }

  @Override
  void release() {
    seenAtRelease = seen;
  }

  @Override
  void absorb(Series late) {
    SumSeries gone = (SumSeries) late;
    adder.add(gone.seen - gone.seenAtRelease);
  }

  @Override
  Point point() {
    return Point.of(this, values, startMillis, adder.sum());
  }
}
