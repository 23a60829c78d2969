package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.weaving.ForeignState;

/**
 * What happens at pools, as metrics. Fails as its callers do: advice, whose faults are counted.
 *
 * <p>Cost of a connection obtained and returned: two clock reads, two records of a histogram, three
 * state look-ups and one small object; nothing when no metrics are read. No lock, except once per
 * pool.
 */
public final class PoolRecorder {
  /** Of whatever stands for the pool: itself, or a part of it that alone is at hand. */
  static final String POOL_STATE = "jdbc.pool";

  /** Of a connection that is handed out. */
  static final String BORROWED_STATE = "jdbc.borrowed";

  private static final ForeignState<MeteredPool> POOLS = ForeignState.named(POOL_STATE);
  private static final ForeignState<Borrowing> BORROWED = ForeignState.named(BORROWED_STATE);

  /** The field only, not the map, of the state JDBC's instrumentation keeps. */
  private static final ForeignState<ConnectionFacts> CONNECTIONS =
      ForeignState.named("jdbc.connection");

  private PoolRecorder() {}

  /** A connection is asked for, or one is about to be made; null: nobody reads metrics. */
  public static Object begin() {
    return PoolMetrics.current().enabled ? new Borrowing() : null;
  }

  /** Whether the pool behind {@code holder} has still to be {@linkplain #introduce introduced}. */
  public static boolean isUnknown(Object holder) {
    return POOLS.get(holder) == null;
  }

  /**
   * Makes a pool known.
   *
   * @param holder at which it is found from now on
   * @param facts of its database, which name a pool that has no name; may be null
   */
  public static <P> void introduce(
      Object holder, P pool, PoolAdapter<P> adapter, ConnectionFacts facts) {
    POOLS.set(holder, PoolMetrics.current().named(pool, adapter, facts));
  }

  /** What is known of a connection of a driver, or null; nobody is asked. */
  public static ConnectionFacts factsOf(Object connection) {
    return CONNECTIONS.get(connection);
  }

  /** A connection was obtained; its pool has been introduced. */
  public static void obtained(Object holder, Object connection, Object begun) {
    Borrowing borrowing = (Borrowing) begun;
    MeteredPool pool = POOLS.get(holder);
    PoolMetrics.current().waitTime.record(borrowing.obtainedFrom(pool), false, pool.name());
    BORROWED.set(connection, borrowing);
  }

  /** As {@link #obtained}, where the connection to remember is seen elsewhere. */
  public static void waited(Object holder, Object begun) {
    PoolMetrics.current()
        .waitTime
        .record(((Borrowing) begun).waited(), false, POOLS.get(holder).name());
  }

  /** A connection is handed out, as {@link #obtained}, where the waiting is seen elsewhere. */
  public static void lent(Object holder, Object connection) {
    Borrowing borrowing = new Borrowing();
    borrowing.obtainedFrom(POOLS.get(holder));
    BORROWED.set(connection, borrowing);
  }

  /** Nobody returned a connection in time. */
  public static void timedOut(Object holder) {
    PoolMetrics.current().timeouts.add(1, POOLS.get(holder).name(), null);
  }

  /** A connection was made for the pool. */
  public static void created(Object holder, Object begun) {
    PoolMetrics.current()
        .createTime
        .record(((Borrowing) begun).waited(), false, POOLS.get(holder).name());
  }

  /** A connection goes back; once only, however often it is closed. */
  public static void returned(Object connection) {
    Borrowing borrowing = BORROWED.get(connection);
    if (borrowing != null) {
      BORROWED.set(connection, null);
      PoolMetrics.current().useTime.record(borrowing.used(), false, borrowing.pool().name());
    }
  }
}
