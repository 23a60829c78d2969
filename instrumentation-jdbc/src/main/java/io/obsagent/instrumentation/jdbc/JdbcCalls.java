package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.Context;

/**
 * The JDBC calls under way on one thread. Normally none or one: a second one begins inside the
 * first only where a driver runs application code (a Java stored procedure, a trigger) that opened
 * a span of its own. The call objects are used again and again, so a call allocates only its span.
 *
 * <p>Confined to its thread. Cost of {@link #ofThread}: one thread-local look-up.
 */
final class JdbcCalls {
  private static final ThreadLocal<JdbcCalls> OF_THREAD = new OfThread();

  /** The call under way, or a resting place below all calls. */
  private JdbcCall top = new JdbcCall(this, null);

  private int internal;

  /** The commit or rollback under way, where such spans are asked for; else null. */
  Transaction transaction;

  /** Made when it is first needed. */
  private ConnectionWait connectionWait;

  static JdbcCalls ofThread() {
    return OF_THREAD.get();
  }

  /**
   * The call that {@code current} is the span of, null if there is none: everything that happens
   * under it belongs to it. Comparing with the context, rather than counting, makes a call whose
   * exit was lost harmless.
   */
  JdbcCall under(Context current) {
    JdbcCall call = top;
    return call.current == current && call.outer != null ? call : null;
  }

  /** A blank call, which is now the innermost one. */
  JdbcCall push() {
    JdbcCall call = top.inner;
    if (call == null) {
      call = new JdbcCall(this, top);
      top.inner = call;
    }
    top = call;
    return call;
  }

  /** Ends {@code call} and whatever was lost inside it. */
  void pop(JdbcCall call) {
    JdbcCall one = top;
    while (one != call && one.outer != null) {
      one.clear();
      one = one.outer;
    }
    if (one == call) {
      call.clear();
      top = call.outer;
    } else {
      top = one;
    }
  }

  ConnectionWait connectionWait() {
    ConnectionWait wait = connectionWait;
    if (wait == null) {
      wait = new ConnectionWait(this);
      connectionWait = wait;
    }
    return wait;
  }

  /** What the driver does from here to {@link #endInternal} is its own business: no spans. */
  void beginInternal() {
    internal++;
  }

  void endInternal() {
    internal--;
  }

  boolean isInternal() {
    return internal > 0;
  }

  /** A class rather than a lambda: the first use may be inside the application's own start. */
  private static final class OfThread extends ThreadLocal<JdbcCalls> {
    @Override
    protected JdbcCalls initialValue() {
      return new JdbcCalls();
    }
  }
}
