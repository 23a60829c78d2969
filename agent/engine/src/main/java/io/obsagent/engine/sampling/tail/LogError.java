package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;

/** {@code log_error}: a log record of level ERROR was written inside. */
final class LogError extends Policy {
  @Override
  long ask(Fragment fragment, long randomness, long given) {
    return Answer.fixed(fragment.isErrorLogged());
  }
}
