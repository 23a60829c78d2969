package io.obsagent.engine.logs;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A stack trace as Java prints it, with causes and suppressed ones, cut at {@value #MAX_LENGTH}
 * characters, so that however large a tree of exceptions is, only that much is ever built. Of an
 * exception's own methods only the accessors are called, and one that throws costs its answer.
 * Circles are cut. For the exporting thread.
 */
public final class ThrownText {
  private static final int MAX_LENGTH = 16_384;
  private static final int DEEPEST = 20;

  private final StringBuilder text = new StringBuilder(1_024);
  private final Set<Throwable> seen =
      Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());

  private ThrownText() {}

  /** The whole stack trace. */
  public static String of(Throwable thrown) {
    ThrownText made = new ThrownText();
    made.chain(thrown, "", "", 0);
    if (made.text.length() > MAX_LENGTH) {
      made.text.setLength(MAX_LENGTH);
    }
    return made.text.toString();
  }

  /** Its own message; null if it has none or will not say. */
  public static String message(Throwable thrown) {
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }

  private void chain(Throwable first, String caption, String indent, int depth) {
    String before = caption;
    for (Throwable each = first; each != null && !isFull(); each = cause(each)) {
      text.append(indent).append(before);
      if (!seen.add(each)) {
        text.append("[CIRCULAR REFERENCE: ").append(each.getClass().getName()).append("]\n");
        return;
      }
      head(each);
      frames(each, indent);
      if (depth < DEEPEST) {
        for (Throwable suppressed : each.getSuppressed()) {
          if (!isFull()) {
            chain(suppressed, "Suppressed: ", indent + '\t', depth + 1);
          }
        }
      }
      before = "Caused by: ";
    }
  }

  private boolean isFull() {
    return text.length() >= MAX_LENGTH;
  }

  private void head(Throwable thrown) {
    text.append(thrown.getClass().getName());
    String message = message(thrown);
    if (message != null) {
      text.append(": ").append(message, 0, Math.min(message.length(), MAX_LENGTH));
    }
    text.append('\n');
  }

  private void frames(Throwable thrown, String indent) {
    StackTraceElement[] frames;
    try {
      frames = thrown.getStackTrace();
    } catch (Throwable broken) {
      return;
    }
    for (int i = 0; i < frames.length && !isFull(); i++) {
      text.append(indent).append("\tat ").append(frames[i]).append('\n');
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
