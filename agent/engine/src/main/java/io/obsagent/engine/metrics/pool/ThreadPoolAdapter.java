package io.obsagent.engine.metrics.pool;

/**
 * What a kind of pool tells of itself. Asked by the thread that reads metrics; what it throws costs
 * the answer and nothing else.
 *
 * @param <P> the pool's type
 */
public interface ThreadPoolAdapter<P> {
  /** An answer there is none of: no limit, or nobody knows. */
  long NONE = -1;

  /** Threads there are. */
  long threads(P pool);

  /** Threads that are at work. */
  long busy(P pool);

  /** Threads there may be, or {@link #NONE}. */
  long limit(P pool);

  /** Tasks that wait for a thread, or {@link #NONE}. */
  long queued(P pool);

  /** It was shut down and will not come back. */
  boolean isOver(P pool);
}
