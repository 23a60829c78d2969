package io.obsagent.engine.metrics;

/** Keeps what a {@link Cell} writes away from what lies before it in memory: two cache lines. */
abstract class CellFront {
  @SuppressWarnings("unused")
  private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

  CellFront() {}
}
