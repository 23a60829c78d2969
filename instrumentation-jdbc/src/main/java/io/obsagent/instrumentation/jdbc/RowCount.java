package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.DeferredNumber;

/**
 * The rows of one execution that the application has read so far. Counted by the thread that reads;
 * the exporting thread may look at any time.
 */
final class RowCount implements DeferredNumber {
  /** -1 before a result set was handed out, and for good once the reader has jumped about. */
  private volatile long rows = -1;

  /** The application has its result set: from now on there is a number. */
  void begin() {
    rows = 0;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One reader at a time; volatile for the exporter.
  void read() {
    if (rows >= 0) {
      rows = rows + 1;
    }
  }

  /** Which rows were read can no longer be told. */
  void jumped() {
    rows = -1;
  }

  @Override
  public Long number() {
    long counted = rows;
    return counted < 0 ? null : (Long) counted;
  }
}
