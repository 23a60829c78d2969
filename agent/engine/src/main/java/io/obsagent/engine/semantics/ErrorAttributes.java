package io.obsagent.engine.semantics;

import io.obsagent.engine.trace.AttributeKey;

/** What failed, in few words. */
public final class ErrorAttributes {
  /**
   * A status code, SQLSTATE or exception class: of low cardinality, absent where nothing failed.
   */
  public static final AttributeKey TYPE = AttributeKey.string("error.type");

  private ErrorAttributes() {}
}
