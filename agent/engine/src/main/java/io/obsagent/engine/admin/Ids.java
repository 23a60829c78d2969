package io.obsagent.engine.admin;

import io.obsagent.engine.trace.Hex;

/** Ids as pages write them. */
final class Ids {
  private Ids() {}

  static String span(long id) {
    return Hex.of64(id);
  }

  /** Whether a text is a trace id; capitals are not. */
  static boolean isTraceId(String text) {
    if (text.length() != 32) {
      return false;
    }
    for (int i = 0; i < 32; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }
}
