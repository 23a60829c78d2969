package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.AttributeKey;

/**
 * The attributes of a database span.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-spans/">Semantic
 *     conventions for database client spans</a>
 */
final class DbAttributes {
  static final AttributeKey SYSTEM = AttributeKey.string("db.system.name");
  static final AttributeKey NAMESPACE = AttributeKey.string("db.namespace");
  static final AttributeKey QUERY_TEXT = AttributeKey.string("db.query.text");
  static final AttributeKey QUERY_SUMMARY = AttributeKey.string("db.query.summary");
  static final AttributeKey STORED_PROCEDURE = AttributeKey.string("db.stored_procedure.name");
  static final AttributeKey BATCH_SIZE = AttributeKey.number("db.operation.batch.size");
  static final AttributeKey STATUS_CODE = AttributeKey.string("db.response.status_code");
  static final AttributeKey RETURNED_ROWS = AttributeKey.number("db.response.returned_rows");

  private DbAttributes() {}
}
