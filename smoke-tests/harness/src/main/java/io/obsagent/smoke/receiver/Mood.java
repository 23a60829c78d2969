package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.Optional;

/** How the receiver answers; a change also wakes the requests that a slow receiver holds. */
final class Mood {

  /** An answer other than "thank you". */
  record Refusal(int status, Optional<Duration> retryAfter) {}

  private Optional<Refusal> refusal = Optional.empty();
  private Duration delay = Duration.ZERO;
  private long changes;

  synchronized void change(Optional<Refusal> newRefusal, Duration newDelay) {
    refusal = newRefusal;
    delay = newDelay;
    changes++;
    notifyAll();
  }

  /** Holds the caller as long as the receiver is slow, then says what to answer. */
  synchronized Optional<Refusal> answer() throws InterruptedException {
    long seen = changes;
    long deadline = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos();
        left > 0 && seen == changes;
        left = deadline - System.nanoTime()) {
      wait(Math.max(1, left / 1_000_000));
    }
    return refusal;
  }
}
