package io.obsagent.instrumentation.logging.structured;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A stack trace as {@code printStackTrace} has it, with causes and suppressed ones, straight into
 * JSON. Of an exception's own methods only the accessors of message, cause, stack and suppressed
 * ones are called, and one that throws costs its answer. Circles are cut, as are exceptions beyond
 * the hundredth and suppression deeper than twenty.
 */
final class StackText {
  private static final int MOST_EXCEPTIONS = 100;
  private static final int DEEPEST = 20;

  private final JsonText json;
  private final Set<Throwable> seen =
      Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());

  private StackText(JsonText json) {
    this.json = json;
  }

  static void write(Throwable thrown, JsonText json) {
    new StackText(json).chain(thrown, "", "", 0);
  }

  /** The exception and its causes. */
  private void chain(Throwable first, String caption, String indent, int depth) {
    String before = caption;
    for (Throwable each = first; each != null; each = cause(each)) {
      json.escaped(indent).plain(before);
      if (!seen.add(each) || seen.size() > MOST_EXCEPTIONS) {
        json.plain("[");
        head(each);
        json.plain(seen.size() > MOST_EXCEPTIONS ? ", and more]\\n" : ", again]\\n");
        return;
      }
      head(each);
      json.plain("\\n");
      for (StackTraceElement frame : each.getStackTrace()) {
        json.escaped(indent).plain("\\tat ").escaped(frame.toString()).plain("\\n");
      }
      if (depth < DEEPEST) {
        for (Throwable suppressed : each.getSuppressed()) {
          chain(suppressed, "Suppressed: ", indent.concat("\t"), depth + 1);
        }
      }
      before = "Caused by: ";
    }
  }

  private void head(Throwable thrown) {
    json.escaped(thrown.getClass().getName());
    String message = message(thrown);
    if (message != null) {
      json.plain(": ").escaped(message);
    }
  }

  static String message(Throwable thrown) {
    try {
      return thrown.getLocalizedMessage();
    } catch (Throwable broken) {
      return "(its message threw " + broken.getClass().getName() + ")";
    }
  }

  private static Throwable cause(Throwable thrown) {
    try {
      return thrown.getCause();
    } catch (Throwable broken) {
      return null;
    }
  }
}
