package io.obsagent.engine.logs;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * A stack trace as Java prints it, with causes and suppressed ones, cut at {@value #MAX_LENGTH}
 * characters, so that however large a tree of exceptions is, only that much is ever built. Of an
 * exception's own methods only the accessors are called, and one that throws costs its answer.
 * Circles are cut, and frames in common with what an exception is the cause of are counted only, as
 * Java does. For the exporting thread.
 */
public final class ThrownText {
  private static final int MAX_LENGTH = 16_384;
  private static final int DEEPEST = 20;

  /** Frames shown of each exception, so that there is room for its causes. */
  private static final int MAX_FRAMES = 100;

  private static final StackTraceElement[] NO_FRAMES = {};

  private final StringBuilder text = new StringBuilder(1_024);
  private final Set<Throwable> seen =
      Collections.newSetFromMap(new IdentityHashMap<Throwable, Boolean>());

  private ThrownText() {}

  /** The whole stack trace. */
  public static String of(Throwable thrown) {
    ThrownText made = new ThrownText();
    made.chain(thrown, NO_FRAMES, "", "", 0);
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

  private void chain(
      Throwable first, StackTraceElement[] around, String caption, String indent, int depth) {
    String before = caption;
    StackTraceElement[] outer = around;
    for (Throwable each = first; each != null && !isFull(); each = cause(each)) {
      text.append(indent).append(before);
      if (!seen.add(each)) {
        text.append("[CIRCULAR REFERENCE: ").append(each.getClass().getName()).append("]\n");
        return;
      }
      head(each);
      StackTraceElement[] frames = frames(each);
      show(frames, outer, indent);
      outer = frames;
      if (depth < DEEPEST) {
        for (Throwable suppressed : each.getSuppressed()) {
          if (!isFull()) {
            chain(suppressed, frames, "Suppressed: ", indent + '\t', depth + 1);
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

  private static StackTraceElement[] frames(Throwable thrown) {
    try {
      return thrown.getStackTrace();
    } catch (Throwable broken) {
      return NO_FRAMES;
    }
  }

  private void show(StackTraceElement[] frames, StackTraceElement[] outer, String indent) {
    int common = 0;
    while (common < frames.length
        && common < outer.length
        && frames[frames.length - 1 - common].equals(outer[outer.length - 1 - common])) {
      common++;
    }
    int shown = Math.min(frames.length - common, MAX_FRAMES);
    for (int i = 0; i < shown && !isFull(); i++) {
      text.append(indent).append("\tat ").append(frames[i]).append('\n');
    }
    if (shown < frames.length) {
      text.append(indent).append("\t... ").append(frames.length - shown).append(" more\n");
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
