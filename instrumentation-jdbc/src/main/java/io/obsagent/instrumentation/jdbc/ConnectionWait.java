package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;

/**
 * The time a thread waits for a connection from a pool. The outermost data source counts, the ones
 * it asks do not. It becomes a span only afterwards, if it was long; so it is never current, and
 * what happened meanwhile (a pool that tries its connections out) stands beside it.
 *
 * <p>One per thread, reused. Cost of a wait that is short: two thread-local look-ups and, inside a
 * recorded trace, two clock reads.
 */
final class ConnectionWait {
  private static final AttributeKey FUNCTION = AttributeKey.string("code.function.name");

  private static final LiveSwitch SWITCH = LiveSwitch.of("jdbc-datasource");

  private final JdbcCalls calls;
  private Context context;
  private long start;

  ConnectionWait(JdbcCalls calls) {
    this.calls = calls;
  }

  /**
   * @return null outside a recorded trace and inside another wait
   */
  static ConnectionWait begin() {
    Context current = Context.current();
    if (!(current instanceof Span) || !((Span) current).isRecording() || current.isSuppressed()) {
      return null;
    }
    if (!SWITCH.isOn()) {
      return null;
    }
    JdbcCalls calls = JdbcCalls.ofThread();
    ConnectionWait wait = calls.connectionWait();
    // Compared with what is current, so that a wait whose end was lost is over with its request.
    if (wait.context == current || calls.isInternal()) {
      return null;
    }
    wait.context = current;
    wait.start = System.nanoTime();
    return wait;
  }

  void end(Object source, Object connection, Throwable thrown) {
    Context before = context;
    context = null;
    long now = System.nanoTime();
    if (before == null || now - start <= JdbcSettings.current().connectionWaitNanos) {
      return;
    }
    Span span = Engine.tracer().startChild(before, SpanKind.INTERNAL, JdbcRecorder.SCOPE, start);
    try {
      String name = source.getClass().getName();
      span.name(name.substring(name.lastIndexOf('.') + 1) + ".getConnection");
      span.set(FUNCTION, name + ".getConnection");
      ConnectionFacts facts = connection == null ? null : JdbcRecorder.knownOf(connection);
      if (facts != null) {
        JdbcRecorder.describe(facts, span);
      }
      if (thrown != null) {
        JdbcRecorder.fail(facts == null ? ConnectionFacts.UNKNOWN : facts, null, span, thrown);
      }
    } finally {
      span.end(now);
    }
  }
}
