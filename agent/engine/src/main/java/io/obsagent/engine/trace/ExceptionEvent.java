package io.obsagent.engine.trace;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * A span event {@code exception}: the exception itself by reference, rendered only on export.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/exceptions/exceptions-spans/">Semantic
 *     conventions for exceptions on spans</a>
 */
public final class ExceptionEvent {
  /** Longest rendered stack trace, in characters. */
  private static final int MAX_STACK_TRACE = 16_384;

  private final Throwable thrown;
  private final String message;
  private final long nanos;

  /** Type and stack trace of an event that was read back; null where there is the exception. */
  private final String[] rendered;

  ExceptionEvent(Throwable thrown, String message, long nanos) {
    this.thrown = thrown;
    this.message = message;
    this.nanos = nanos;
    this.rendered = null;
  }

  /** An event whose exception is no longer there. */
  ExceptionEvent(String type, String message, String stackTrace, long nanos) {
    this.thrown = null;
    this.message = message;
    this.nanos = nanos;
    this.rendered = new String[] {type, stackTrace};
  }

  /** {@link System#nanoTime} when it was seen. */
  public long nanos() {
    return nanos;
  }

  public String type() {
    return rendered == null ? thrown.getClass().getName() : rendered[0];
  }

  /**
   * A number for the type and the place at which it was thrown, together with those of its
   * innermost cause. Allocates; never throws.
   */
  public long fingerprint() {
    try {
      Throwable cause = thrown;
      for (int depth = 0; cause.getCause() != null && depth < 16; depth++) {
        cause = cause.getCause();
      }
      return 31 * typeAndPlace(thrown) + (cause == thrown ? 0 : typeAndPlace(cause));
    } catch (Throwable broken) {
      return type().hashCode();
    }
  }

  private static long typeAndPlace(Throwable thrown) {
    long hash = thrown.getClass().getName().hashCode();
    StackTraceElement[] frames = thrown.getStackTrace();
    if (frames.length > 0) {
      hash = hash * 31 + frames[0].getClassName().hashCode();
      hash = hash * 31 + frames[0].getMethodName().hashCode();
      hash = hash * 31 + frames[0].getLineNumber();
    }
    return hash;
  }

  /** The sanitised message if one was given, else the exception's own; null if it has none. */
  public String message() {
    if (message != null || rendered != null) {
      return message;
    }
    try {
      return thrown.getMessage();
    } catch (Throwable broken) {
      return null;
    }
  }

  /**
   * The stack trace as Java prints it, cut at 16 384 characters. Where the message was sanitised,
   * the original message (which the first line and causes would repeat) is left out.
   */
  public String stackTrace() {
    if (rendered != null) {
      return rendered[1];
    }
    try {
      StringWriter text = new StringWriter(1_024);
      if (message == null) {
        thrown.printStackTrace(new PrintWriter(text));
      } else {
        frames(text, thrown);
      }
      return text.getBuffer().length() > MAX_STACK_TRACE
          ? text.getBuffer().substring(0, MAX_STACK_TRACE)
          : text.toString();
    } catch (Throwable broken) {
      return type();
    }
  }

  /** Type and frames of the exception and its causes: nothing a driver put into a message. */
  private void frames(StringWriter text, Throwable first) {
    text.append(first.getClass().getName()).append(": ").append(message).append('\n');
    Throwable one = first;
    for (int depth = 0; one != null && depth < 8; depth++) {
      if (depth > 0) {
        text.append("Caused by: ").append(one.getClass().getName()).append('\n');
      }
      for (StackTraceElement frame : one.getStackTrace()) {
        text.append("\tat ").append(frame.toString()).append('\n');
      }
      one = one.getCause();
    }
  }
}
