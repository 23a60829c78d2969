package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Span;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URL;
import java.sql.Date;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Arrays;

/**
 * What is bound to one prepared statement; used by one thread at a time, as the statement is. Only
 * values of the JDK's own types are kept: no foreign {@code toString} is ever called.
 */
final class BoundValues {
  /** Indices beyond are not recorded. */
  private static final int MAX = 64;

  /** Characters kept of a value. */
  private static final int MAX_LENGTH = 1_024;

  private static final AttributeKey[] KEYS = new AttributeKey[MAX];

  static {
    for (int i = 0; i < MAX; i++) {
      KEYS[i] = AttributeKey.string("db.query.parameter." + i);
    }
  }

  /** Texts by index from 0; null where nothing is bound, or nothing that can be shown. */
  private String[] texts = new String[4];

  static BoundValues of(Object statement) {
    StatementState state = JdbcRecorder.stateOf(statement);
    if (state.bound == null) {
      state.bound = new BoundValues();
    }
    return state.bound;
  }

  /**
   * @param index JDBC's, from 1
   */
  void set(int index, Object value) {
    if (index < 1 || index > MAX) {
      return;
    }
    if (index > texts.length) {
      texts = Arrays.copyOf(texts, Math.min(MAX, Math.max(index, texts.length << 1)));
    }
    texts[index - 1] = text(value);
  }

  void clear() {
    Arrays.fill(texts, null);
  }

  /** Sets one attribute for each value; the convention counts from 0. */
  void describe(Span span) {
    for (int i = 0; i < texts.length; i++) {
      span.set(KEYS[i], texts[i]);
    }
  }

  private static String text(Object value) {
    if (value == null) {
      return "null";
    }
    Class<?> type = value.getClass();
    boolean ours =
        type == String.class
            || type == Integer.class
            || type == Long.class
            || type == Boolean.class
            || type == Double.class
            || type == Float.class
            || type == Short.class
            || type == Byte.class
            || type == Character.class
            || type == BigDecimal.class
            || type == BigInteger.class
            || type == Timestamp.class
            || type == Date.class
            || type == Time.class
            || type == URL.class
            || type.getName().startsWith("java.time.")
            || type.getName().equals("java.util.UUID");
    return ours ? cut(value.toString()) : null;
  }

  /** A pooled statement may keep its values for long: not megabytes of them. */
  private static String cut(String text) {
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH);
  }
}
