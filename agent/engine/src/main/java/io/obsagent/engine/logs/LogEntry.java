package io.obsagent.engine.logs;

import io.obsagent.engine.trace.Context;
import java.util.Arrays;

/**
 * One line that a logger let through, or one event of ours, as it will leave. Filled by the thread
 * that logs, and not changed once it was given to {@link LogCapture#accept}; what publishes it
 * there gives the happens-before edge to the exporting thread.
 *
 * <p>96 bytes, and its texts. The exception is kept by reference and rendered on export, as those
 * of spans are; it holds no span.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/logs/data-model/">Logs data model</a>
 */
public final class LogEntry {
  /** Severity numbers of the data model; those between stand for finer grades. */
  public static final int TRACE = 1;

  public static final int DEBUG = 5;
  public static final int INFO = 9;
  public static final int WARN = 13;
  public static final int ERROR = 17;
  public static final int FATAL = 21;

  private static final Object[] NONE = new Object[0];
  private static final int MAX_ATTRIBUTES = 64;

  /** Itself, its array, the thread's name: all but texts of its own. */
  private static final int OWN_BYTES = 176;

  /** As spans count an exception. */
  private static final int THROWN_BYTES = 4_096;

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final long epochNanos;
  private final byte flags;
  private final byte severity;
  private final String severityText;
  private final String logger;
  private String body;
  private String eventName;
  private String threadName;
  private long threadId;
  private Throwable thrown;
  private Object[] attributes = NONE;
  private int attributesEnd;

  /** The record before it in the same ring, or null. Written before publication. */
  LogEntry previous;

  /**
   * @param context whose ids it carries; without a trace it carries none
   * @param epochNanos when it was logged, since the epoch
   * @param severity 1 to 24, 0 for none
   * @param severityText the library's own word, may be null
   * @param logger its name, may be null
   */
  LogEntry(
      Context context,
      int flags,
      long epochNanos,
      int severity,
      String severityText,
      String logger) {
    boolean identified = context.hasTrace() && !context.isSuppressed();
    this.traceIdHigh = identified ? context.traceIdHigh() : 0;
    this.traceIdLow = identified ? context.traceIdLow() : 0;
    this.spanId = identified ? context.spanId() : 0;
    this.flags = (byte) (identified ? flags : 0);
    this.epochNanos = epochNanos;
    this.severity = (byte) severity;
    this.severityText = severityText;
    this.logger = logger;
  }

  void body(String text) {
    body = text;
  }

  /** Makes it an event: a record with a name, whose body is for people. */
  public void event(String name, String text) {
    eventName = name;
    body = text;
  }

  void thread(Thread thread, long id) {
    threadName = thread.getName();
    threadId = id;
  }

  /** The exception logged with it; null is none. */
  public void thrown(Throwable logged) {
    thrown = logged;
  }

  /**
   * Adds an attribute; null is none. Those beyond the {@value #MAX_ATTRIBUTES}th are left out.
   *
   * @param value a {@link String}, {@link Long} or {@link Double}
   */
  public void add(String key, Object value) {
    if (key == null || value == null || attributesEnd >= 2 * MAX_ATTRIBUTES) {
      return;
    }
    if (attributesEnd == attributes.length) {
      attributes = Arrays.copyOf(attributes, Math.max(8, attributesEnd << 1));
    }
    attributes[attributesEnd++] = key;
    attributes[attributesEnd++] = value;
  }

  /** Roughly what it keeps alive, in bytes; a byte per character. */
  public int estimatedBytes() {
    long bytes = OWN_BYTES + (thrown == null ? 0 : THROWN_BYTES);
    bytes += body == null ? 0 : body.length();
    for (int i = 1; i < attributesEnd; i += 2) {
      Object value = attributes[i];
      bytes += 56 + (value instanceof String ? ((String) value).length() : 0);
    }
    return (int) Math.min(bytes, Integer.MAX_VALUE);
  }

  public boolean hasTrace() {
    return (traceIdHigh | traceIdLow) != 0;
  }

  public long traceIdHigh() {
    return traceIdHigh;
  }

  public long traceIdLow() {
    return traceIdLow;
  }

  public long spanId() {
    return spanId;
  }

  public int flags() {
    return flags;
  }

  /** Nanoseconds since the epoch. */
  public long epochNanos() {
    return epochNanos;
  }

  /** 1 to 24; 0 if nobody knows. */
  public int severity() {
    return severity;
  }

  /** An error by its severity: such records go last when room is short. */
  public boolean isError() {
    return severity >= ERROR;
  }

  /** May be null. */
  public String severityText() {
    return severityText;
  }

  /** May be null. */
  public String logger() {
    return logger;
  }

  /** May be null. */
  public String body() {
    return body;
  }

  /** Null if it is no event. */
  public String eventName() {
    return eventName;
  }

  /** Null where no thread matters. */
  public String threadName() {
    return threadName;
  }

  public long threadId() {
    return threadId;
  }

  /** May be null. */
  public Throwable thrown() {
    return thrown;
  }

  public int attributeCount() {
    return attributesEnd >> 1;
  }

  public String attributeKey(int index) {
    return (String) attributes[index << 1];
  }

  /** A {@link String}, {@link Long} or {@link Double}. */
  public Object attributeValue(int index) {
    return attributes[(index << 1) + 1];
  }
}
