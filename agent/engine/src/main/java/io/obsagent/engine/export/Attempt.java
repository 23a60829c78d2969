package io.obsagent.engine.export;

/**
 * What became of one request: filled by the thread on which the answer arrives, read by the
 * exporting thread once {@link #isDone}. Its fields are published by the volatile {@link #fate}.
 */
final class Attempt {
  enum Fate {
    UNDERWAY,
    /** The collector took it. */
    ACCEPTED,
    /** The collector will never take it. */
    REJECTED,
    /** It may be taken later. */
    FAILED
  }

  private volatile Fate fate = Fate.UNDERWAY;
  private String reason = "";
  private long retryAfterMillis;
  private long rejectedSpans;

  void accepted(PartialSuccess partial) {
    if (partial != null) {
      rejectedSpans = partial.rejectedSpans();
      reason = partial.message();
    }
    fate = Fate.ACCEPTED;
  }

  void rejected(String why) {
    reason = why;
    fate = Fate.REJECTED;
  }

  void failed(String why, long retryAfter) {
    reason = why;
    retryAfterMillis = retryAfter;
    fate = Fate.FAILED;
  }

  boolean isDone() {
    return fate != Fate.UNDERWAY;
  }

  Fate fate() {
    return fate;
  }

  /** One line for people: a status, or the exception. */
  String reason() {
    return reason;
  }

  /** What the collector asked for, in milliseconds; 0 if it did not. */
  long retryAfterMillis() {
    return retryAfterMillis;
  }

  /** Spans the collector left out of a request it took. */
  long rejectedSpans() {
    return rejectedSpans;
  }
}
