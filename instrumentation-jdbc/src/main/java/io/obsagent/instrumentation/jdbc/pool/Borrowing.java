package io.obsagent.instrumentation.jdbc.pool;

/**
 * One connection on its way from a pool to the application and back. Made when it is asked for;
 * from when it is handed out, the state of the connection, and so passed between threads as that
 * is.
 */
final class Borrowing {
  private final long asked = System.nanoTime();
  private MeteredPool pool;
  private long obtained;

  /** Nanoseconds since the asking. */
  long waited() {
    return System.nanoTime() - asked;
  }

  /**
   * It is handed out now.
   *
   * @return nanoseconds since the asking
   */
  long obtainedFrom(MeteredPool pool) {
    this.pool = pool;
    obtained = System.nanoTime();
    return obtained - asked;
  }

  MeteredPool pool() {
    return pool;
  }

  /** Nanoseconds since it was handed out. */
  long used() {
    return System.nanoTime() - obtained;
  }
}
