package io.obsagent.engine.export;

/**
 * One of the few requests that may be under way at a time, with its body. Reused for the next batch
 * once its answer is there; abandoned if no answer comes, since somebody may still be reading.
 */
final class Flight {
  /** One exceptional request must not cost its memory for ever. */
  private static final int MAX_KEPT_BODY = 512 << 10;

  private final ExportNames names;
  private TraceMessage message;
  private Batch batch;
  private Attempt attempt;
  private long startedNanos;

  Flight(ExportNames names) {
    this.names = names;
  }

  boolean isFree() {
    return batch == null;
  }

  void board(Batch batch, long nowNanos) {
    this.batch = batch;
    this.attempt = new Attempt();
    this.startedNanos = nowNanos;
    if (message == null) {
      message = new TraceMessage(names);
    }
  }

  /** Encodes what is on board. */
  TraceMessage message() {
    message.encode(batch.fragments());
    return message;
  }

  /** The answer is there, or the request was never made: nobody reads the body any more. */
  Batch land() {
    Batch landed = batch;
    if (message.capacity() > MAX_KEPT_BODY) {
      message = null;
    }
    batch = null;
    attempt = null;
    return landed;
  }

  Batch batch() {
    return batch;
  }

  Attempt attempt() {
    return attempt;
  }

  long startedNanos() {
    return startedNanos;
  }
}
