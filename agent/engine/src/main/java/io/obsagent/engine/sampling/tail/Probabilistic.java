package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.sampling.Threshold;
import io.obsagent.engine.trace.Fragment;

/** {@code probabilistic}: a share of all traces, the same ones in every process. */
final class Probabilistic extends Policy {
  private final long threshold;

  /**
   * @param percent 100 and more is all
   */
  Probabilistic(double percent) {
    this.threshold = Threshold.ofRatio(percent / 100);
  }

  long threshold() {
    return threshold;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return threshold;
  }
}
