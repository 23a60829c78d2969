package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.Span;
import io.obsagent.instrumentation.jdbc.sql.ConnectionFacts;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;

/**
 * What a span says about a batch: two or more statements that are alike are described by one of
 * them; different ones by all of their texts and a bare {@code BATCH}. A batch of one is no batch.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/">db.query.text,
 *     db.query.summary, db.operation.batch.size</a>
 */
final class BatchText {
  private static final String BATCH = "BATCH";
  private static final String SEPARATOR = "; ";

  /** Longest text put together, in characters. */
  private static final int MAX_TEXT = 8_192;

  private BatchText() {}

  /**
   * Sets the attributes, and the summary of the call.
   *
   * @return the name of the span, null if the batch does not give it one
   */
  static String describe(JdbcCall call, ConnectionFacts facts, Span span) {
    Batch batch = call.batch;
    int size = batch == null ? 0 : batch.size();
    if (size != 1) {
      span.set(DbAttributes.BATCH_SIZE, size);
    }
    String text = null;
    String summary = null;
    String procedure = null;
    if (call.sql != null) {
      SqlStatementInfo info = JdbcRecorder.infoOf(call, facts);
      text = JdbcSettings.current().shown(call.sql, info);
      summary = info.summary();
      procedure = info.storedProcedure();
    } else if (size > 0) {
      JdbcSettings settings = JdbcSettings.current();
      SqlStatementInfo first = settings.statements.get(batch.text(0), facts.dialect());
      text = settings.shown(batch.text(0), first);
      summary = first.summary();
      procedure = first.storedProcedure();
      StringBuilder all = null;
      for (int i = 1; i < batch.textCount(); i++) {
        SqlStatementInfo next = settings.statements.get(batch.text(i), facts.dialect());
        String shown = settings.shown(batch.text(i), next);
        if (all == null && span.isRecording() && !shown.equals(text)) {
          all = new StringBuilder(text);
        }
        if (all != null && all.length() < MAX_TEXT) {
          all.append(SEPARATOR).append(shown);
        }
        summary = same(summary, next.summary());
        procedure = same(procedure, next.storedProcedure());
      }
      if (all != null) {
        text = all.length() > MAX_TEXT ? all.substring(0, MAX_TEXT) : all.toString();
      }
    }
    if (size != 1) {
      summary = summary == null ? BATCH : BATCH + ' ' + summary;
    }
    call.summary = summary;
    span.set(DbAttributes.QUERY_TEXT, text);
    span.set(DbAttributes.QUERY_SUMMARY, summary);
    span.set(DbAttributes.STORED_PROCEDURE, procedure);
    return summary != null ? summary : procedure;
  }

  private static String same(String one, String other) {
    return one != null && one.equals(other) ? one : null;
  }
}
