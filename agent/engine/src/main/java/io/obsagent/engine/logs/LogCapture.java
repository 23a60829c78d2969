package io.obsagent.engine.logs;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.LogExport;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Where what loggers let through is handed in. With {@code obs.logs.export=kept} a record joins the
 * ring of the fragment of the current span, and one that comes when that has left goes after it
 * unless it was not kept; with {@code all} each goes by itself.
 *
 * <p>Thread-safe, without locks. Where a line is not captured this costs one thread-local read.
 * Where it is: the record and its ring value (152 bytes beside its text), one clock read, one
 * atomic addition, one compare-and-set, and one thread-local look-up for {@link #enter}.
 *
 * <p>A library that hands a line on to another one (a bridge) would have it twice: between {@link
 * #enter} and {@link #exit} a thread captures nothing more.
 */
public final class LogCapture {
  private static final LogCapture OFF = new LogCapture(null, null, null);

  private final LogSettings settings;
  private final LogMemory memory;
  private final LogQueue queue;
  private final ThreadLocal<Inside> inside = new InsideOf();

  private LogCapture(LogSettings settings, LogMemory memory, LogQueue queue) {
    this.settings = settings;
    this.memory = memory;
    this.queue = queue;
  }

  /** Captures what the settings ask for. */
  public static LogCapture of(Configuration settings, LogMemory memory, LogQueue queue) {
    return new LogCapture(new LogSettings(settings), memory, queue);
  }

  /** Captures nothing. */
  public static LogCapture off() {
    return OFF;
  }

  /** Whether every request is told as an event ({@code obs.logs.requests}). */
  public boolean takesRequests() {
    return settings != null && settings.requests;
  }

  /**
   * Where a line that is logged now on this thread belongs; null if nobody wants to know of it: no
   * recorded span is current, or the agent itself is at work.
   */
  public Context here() {
    if (settings == null || (settings.export == LogExport.NONE && !settings.marksErrors)) {
      return null;
    }
    Context context = Context.current();
    if (settings.export == LogExport.ALL) {
      return context == Context.OWN ? null : context;
    }
    return context instanceof RecordedSpan ? context : null;
  }

  /**
   * Notes that a line is logged, for the tail sampler's {@code log_error}.
   *
   * @param context from {@link #here}
   * @param severity 1 to 24, 0 for none
   * @return whether its record is wanted, too
   */
  public boolean note(Context context, int severity) {
    if (severity >= LogEntry.ERROR && settings.marksErrors && context instanceof RecordedSpan) {
      ((RecordedSpan) context).fragment().markErrorLogged();
    }
    return settings.export != LogExport.NONE;
  }

  /** True for the outermost logger on this thread; then {@link #exit} must follow. */
  public boolean enter() {
    Inside thread = inside.get();
    if (thread.logging) {
      return false;
    }
    thread.logging = true;
    return true;
  }

  /** Whether this thread is between {@link #enter} and {@link #exit}. */
  public boolean isInside() {
    return inside.get().logging;
  }

  /** Undoes an {@link #enter} that was true. */
  public void exit() {
    inside.get().logging = false;
  }

  /**
   * Begins a record of now, on the thread that logs.
   *
   * @param context from {@link #here}
   * @param severity 1 to 24, 0 for none
   * @param body the rendered message, cut to {@code obs.logs.body-length}; may be null
   */
  @SuppressWarnings("deprecation") // Thread.threadId() is not in Java 8.
  public LogEntry begin(
      Context context, int severity, String severityText, String logger, String body) {
    LogEntry entry = begin(context, severity, severityText, logger);
    Thread thread = Thread.currentThread();
    entry.thread(thread, thread.getId());
    if (body != null && body.length() > settings.bodyLength) {
      entry.body(cut(body, settings.bodyLength));
      entry.add("obs.log.length", (long) body.length());
    } else {
      entry.body(body);
    }
    return entry;
  }

  private LogEntry begin(Context context, int severity, String severityText, String logger) {
    if (settings.export == LogExport.KEPT && context instanceof RecordedSpan) {
      Fragment fragment = ((RecordedSpan) context).fragment();
      // It leaves only if its trace is kept, as the spans do.
      return new LogEntry(
          context,
          context.flags() | Context.SAMPLED,
          fragment.toEpochNanos(System.nanoTime()),
          severity,
          severityText,
          logger);
    }
    return new LogEntry(
        context,
        context.flags(),
        TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
        severity,
        severityText,
        logger);
  }

  /**
   * Begins an event about the span, which may be unrecorded. To be filled and handed to {@link
   * #acceptEvent}.
   */
  public LogEntry beginEvent(Context context, int severity, String severityText, String scope) {
    return new LogEntry(
        context,
        context.flags(),
        TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
        severity,
        severityText,
        scope);
  }

  /** An attribute's text within {@code otel.attribute.value.length.limit}. */
  public String attribute(String text) {
    return text.length() <= settings.attributeLength ? text : cut(text, settings.attributeLength);
  }

  private static String cut(String text, int length) {
    boolean between = length > 0 && Character.isHighSurrogate(text.charAt(length - 1));
    return text.substring(0, between ? length - 1 : length);
  }

  /** Takes a record, which nobody changes from now on. */
  public void accept(Context context, LogEntry entry) {
    if (!admit(entry)) {
      return;
    }
    if (settings.export == LogExport.KEPT) {
      join(((RecordedSpan) context).fragment(), entry);
    } else {
      queue.offer(entry);
    }
  }

  /** Takes an event, whatever becomes of its trace. */
  public void acceptEvent(LogEntry entry) {
    if (admit(entry)) {
      queue.offer(entry);
    }
  }

  /** Bytes, estimated, of records that are in this process, wherever they wait. */
  public long usedBytes() {
    return memory == null ? 0 : memory.bytes();
  }

  private boolean admit(LogEntry entry) {
    if (memory.admit(entry.estimatedBytes(), entry.isError())) {
      return true;
    }
    AgentHealth.count("logs.dropped.memory_limit");
    return false;
  }

  private void join(Fragment fragment, LogEntry entry) {
    for (; ; ) {
      LogRing ring = fragment.logs();
      if (ring == null ? fragment.isComplete() : !ring.isOpen()) {
        late(fragment, ring, entry);
        return;
      }
      LogRing next = LogRing.with(ring, entry, memory, settings.ringLines, settings.ringBytes);
      if (fragment.logs(ring, next)) {
        if (next.evictedBytes() > 0) {
          memory.release(next.evictedBytes());
          AgentHealth.count("logs.dropped.ring_full", next.lost() - ring.lost());
        }
        if (ring == null && fragment.isComplete()) {
          orphan(fragment);
        }
        return;
      }
    }
  }

  /** The ring was made just when the fragment left, too late to be seen by those it went to. */
  private void orphan(Fragment fragment) {
    LogRing ring = fragment.takeLogs();
    if (ring == null) {
      return;
    }
    if (!fragment.isLetGo()) {
      List<LogEntry> entries = new ArrayList<>(ring.lines());
      ring.drainTo(entries);
      for (int i = 0; i < entries.size(); i++) {
        queue.offer(entries.get(i));
      }
    } else {
      ring.forget();
    }
  }

  /** Late records inherit what was decided. */
  private void late(Fragment fragment, LogRing ring, LogEntry entry) {
    if (ring == LogRing.DROPPED || fragment.isLetGo()) {
      memory.release(entry.estimatedBytes());
    } else {
      queue.offer(entry);
    }
  }

  private static final class Inside {
    private boolean logging;
  }

  private static final class InsideOf extends ThreadLocal<Inside> {
    @Override
    protected Inside initialValue() {
      return new Inside();
    }
  }
}
