package io.obsagent.instrumentation.jdbc.pool;

/**
 * What one library's pool says of itself when it is asked. Asked by the thread that reads metrics,
 * while the pool works; implementations read counters and configuration and wait for nothing.
 * Stateless.
 *
 * @param <P> the library's pool
 */
public abstract class PoolAdapter<P> {
  /** What a pool is called of which nothing is known; in the library's own words. */
  public abstract String libraryName();

  /** The name somebody gave the pool, or null where the library made one up. */
  public abstract String givenName(P pool);

  /** It will hand out nothing any more. */
  public abstract boolean isClosed(P pool);

  /** Connections handed out. */
  public abstract long used(P pool);

  /** Connections waiting to be used. */
  public abstract long idle(P pool);

  /** How many connections there may be; below 0 without a limit. */
  public abstract long max(P pool);

  /** How many connections the pool keeps idle at least. */
  public abstract long minIdle(P pool);

  /** Threads waiting for a connection. */
  public abstract long pending(P pool);

  /** Whether asking for a connection failed because none was returned in time. */
  public abstract boolean isTimeout(Throwable thrown);
}
