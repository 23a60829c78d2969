package io.obsagent.instrumentation.jdbc;

/**
 * What was added to a statement and not executed yet: how much, and, for a plain statement, the
 * first texts of it. Used by the thread that uses the statement.
 */
final class Batch {
  /** Texts kept; the driver holds them anyway until they are executed. */
  private static final int MAX_TEXTS = 64;

  private static final String[] NONE = {};

  /** Of the object whose {@code addBatch} is running: a super call is not counted again. */
  private boolean adding;

  private int size;
  private String[] texts = NONE;
  private int textCount;

  /** False for a call inside a call of the same object. */
  boolean beginAdding() {
    if (adding) {
      return false;
    }
    adding = true;
    return true;
  }

  /**
   * @param sql the text that was added, null for the parameters of a prepared statement
   */
  void endAdding(String sql, boolean added) {
    adding = false;
    if (!added) {
      return;
    }
    size++;
    if (sql == null || textCount == MAX_TEXTS) {
      return;
    }
    if (textCount == texts.length) {
      texts = java.util.Arrays.copyOf(texts, textCount == 0 ? 4 : textCount << 1);
    }
    texts[textCount++] = sql;
  }

  void clear() {
    adding = false;
    size = 0;
    textCount = 0;
    texts = NONE;
  }

  int size() {
    return size;
  }

  /** The texts that were kept: all of a batch of up to 64. */
  int textCount() {
    return textCount;
  }

  String text(int index) {
    return texts[index];
  }
}
