package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/** {@code span_count}: so many spans, both bounds included. */
final class SpanCount extends Policy {
  private final long least;
  private final long most;

  /**
   * @param most 0 for no bound
   */
  SpanCount(long least, long most) {
    this.least = least;
    this.most = most == 0 ? Long.MAX_VALUE : most;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    int spans = fragment.size();
    return Answer.fixed(spans >= least && spans <= most);
  }
}
