package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;

/**
 * What travels with a call: the identity of the current span, its W3C flags, {@code tracestate} and
 * {@code baggage}. Immutable, so it may be shared between threads freely. A {@link Span} is itself
 * a context: making a span current allocates nothing.
 *
 * <p>One context is current per thread; {@link #ROOT} stands for none. Whoever makes a context
 * current restores the one before it on the same thread:
 *
 * <pre>{@code
 * Context before = span.makeCurrent();
 * ... // the call
 * span.restore(before);
 * }</pre>
 *
 * Cost of each of the two: one thread-local look-up and one write to the thread's own slot; no
 * allocation after the thread's first use.
 *
 * @see <a href="https://www.w3.org/TR/trace-context-2/">W3C Trace Context level 2</a>
 */
public class Context {
  /** W3C flag: the caller recorded this trace. */
  public static final int SAMPLED = 0x01;

  /** W3C level 2 flag: the low 56 bits of the trace id are random. */
  public static final int RANDOM = 0x02;

  /** The bits that go on the wire. Unknown ones among them are passed on unchanged. */
  public static final int WIRE_FLAGS = 0xff;

  static final int REMOTE = 0x100;
  static final int SUPPRESSED = 0x200;

  /** Nothing is going on here: no trace, no baggage. */
  public static final Context ROOT = new Context(0, 0, 0, 0, null, null);

  /**
   * What the agent does for itself, for example sending to a collector: nothing below it is
   * recorded or counted, and nothing is sent on.
   */
  public static final Context OWN = new Context(0, 0, 0, SUPPRESSED, null, null);

  /**
   * A mutable slot per thread rather than the context itself: entering and leaving a span then
   * writes one field and never touches the thread's map again.
   */
  private static final ThreadLocal<ThreadSlot> CURRENT = new CurrentSlot();

  /** Null: threads begin without a context. */
  private static volatile ThreadInheritance inheritance;

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;

  /** Wire flags and our own bits; a short, because spans are made by the million. */
  private final short flags;

  private final String traceState;

  /** The baggage as text; a {@link Carried} where there is a request id: no span grows by it. */
  private final Object carried;

  Context(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      String traceState,
      Object carried) {
    this.traceIdHigh = traceIdHigh;
    this.traceIdLow = traceIdLow;
    this.spanId = spanId;
    this.flags = (short) flags;
    this.traceState = traceState;
    this.carried = carried;
  }

  /**
   * A context that arrived in headers.
   *
   * @param flags W3C flags as received
   * @param traceState the {@code tracestate} header, or null
   * @param baggage the {@code baggage} header, or null
   */
  public static Context remote(
      long traceIdHigh,
      long traceIdLow,
      long spanId,
      int flags,
      String traceState,
      String baggage) {
    return new Context(
        traceIdHigh, traceIdLow, spanId, (flags & WIRE_FLAGS) | REMOTE, traceState, baggage);
  }

  /**
   * The context of an excluded call: nothing below it is recorded or counted, and outgoing calls
   * carry what came in, unchanged. Where nothing came in they carry a fresh, unsampled trace, so
   * that the next service does not start traces of its own for an excluded call either.
   */
  public static Context suppressed(Context incoming) {
    boolean known = incoming.hasTrace();
    return new Context(
        known ? incoming.traceIdHigh : SpanIds.next(),
        known ? incoming.traceIdLow : SpanIds.next(),
        known ? incoming.spanId : SpanIds.next(),
        (known ? incoming.flags : 0) | SUPPRESSED,
        incoming.traceState,
        incoming.carried);
  }

  /** Who is asked, from now on, what a thread that has no context yet begins with. */
  public static void inheritBy(ThreadInheritance asked) {
    inheritance = asked;
  }

  /** The context of the calling thread, {@link #ROOT} if none; never null. */
  public static Context current() {
    return CURRENT.get().context;
  }

  static ThreadSlot slot() {
    return CURRENT.get();
  }

  /**
   * Makes this the current context of the calling thread.
   *
   * @return the one that was current before, for {@link #restore}
   */
  public final Context makeCurrent() {
    ThreadSlot slot = CURRENT.get();
    Context before = slot.context;
    slot.context = this;
    return before;
  }

  /**
   * Ends what {@link #makeCurrent} began. If something else is current by now, some scope was left
   * open: that is counted, and the thread is put right all the same. An {@link OpenScope} that
   * began meanwhile is over and no such fault.
   */
  public final void restore(Context before) {
    ThreadSlot slot = CURRENT.get();
    if (slot.scope != null) {
      slot.restore(this, before);
      return;
    }
    if (slot.context != this) {
      AgentHealth.count(AgentHealth.CONTEXT_LEAKS);
    }
    slot.context = before;
  }

  /**
   * As {@link #makeCurrent}, for a task that a thread runs in the midst of something else, perhaps
   * in the same context: each {@link OpenScope} that the task leaves open is over with it.
   *
   * <p>Cost: that of {@link #makeCurrent}, and one object on a thread that has open scopes.
   *
   * @return what {@link #endTask} wants to know; never null
   */
  public final Object beginTask() {
    ThreadSlot slot = CURRENT.get();
    Context before = slot.context;
    slot.context = this;
    return slot.scope == null ? before : new TaskInScope(this, before);
  }

  /**
   * Ends what {@link #beginTask} began on the same thread. A context left current inside is no leak
   * that counts: on most threads nobody remembers which one the task ran in.
   *
   * @param begun what that returned
   */
  public static void endTask(Object begun) {
    if (begun instanceof TaskInScope) {
      TaskInScope task = (TaskInScope) begun;
      task.context.restore(task.before);
    } else {
      CURRENT.get().restoreWithoutScopes((Context) begun);
    }
  }

  /** False for {@link #ROOT} and for a context that carries baggage only. */
  public final boolean hasTrace() {
    return (traceIdHigh | traceIdLow) != 0;
  }

  public final long traceIdHigh() {
    return traceIdHigh;
  }

  public final long traceIdLow() {
    return traceIdLow;
  }

  public final long spanId() {
    return spanId;
  }

  /** W3C flags as they go on the wire, 0 to 255. */
  public final int flags() {
    return flags & WIRE_FLAGS;
  }

  public final boolean isSampled() {
    return (flags & SAMPLED) != 0;
  }

  /** It came in headers, from another process. */
  public final boolean isRemote() {
    return (flags & REMOTE) != 0;
  }

  /** Inside an excluded call: record nothing, count nothing, start nothing. */
  public final boolean isSuppressed() {
    return (flags & SUPPRESSED) != 0;
  }

  /** The {@code tracestate} list, or null. */
  public final String traceState() {
    return traceState;
  }

  /** The {@code baggage} header as it came, or null. */
  public final String baggage() {
    return carried instanceof Carried ? ((Carried) carried).baggage : (String) carried;
  }

  /** The id that the client or a proxy gave the request being served, or null. */
  public final String requestId() {
    return carried instanceof Carried ? ((Carried) carried).requestId : null;
  }

  /**
   * The same for a request with an id of its own. For a context that has just come in: what is
   * opened below it carries the id on.
   *
   * @param requestId fit for a header
   */
  public final Context withRequestId(String requestId) {
    return new Context(
        traceIdHigh, traceIdLow, spanId, flags, traceState, new Carried(baggage(), requestId));
  }

  /** Baggage and request id, for {@link #Context}. */
  final Object carried() {
    return carried;
  }

  /** 32 lower-case hexadecimal digits; allocates the string. */
  public final String traceIdHex() {
    return Hex.of128(traceIdHigh, traceIdLow);
  }

  /** 16 lower-case hexadecimal digits; allocates the string. */
  public final String spanIdHex() {
    return Hex.of64(spanId);
  }

  /** Both belong to one trace, or neither to any. */
  public final boolean sameTrace(Context other) {
    return traceIdHigh == other.traceIdHigh && traceIdLow == other.traceIdLow;
  }

  private static final class Carried {
    final String baggage;
    final String requestId;

    Carried(String baggage, String requestId) {
      this.baggage = baggage;
      this.requestId = requestId;
    }
  }

  /** What tells the scopes of a task from those around it. */
  private static final class TaskInScope {
    final Context context;
    final Context before;

    TaskInScope(Context context, Context before) {
      this.context = context;
      this.before = before;
    }
  }

  /** A class rather than a lambda: the first use may be inside the application's own start. */
  private static final class CurrentSlot extends ThreadLocal<ThreadSlot> {
    @Override
    protected ThreadSlot initialValue() {
      ThreadSlot slot = new ThreadSlot();
      ThreadInheritance asked = inheritance;
      if (asked != null) {
        try {
          Context inherited = asked.contextOf(Thread.currentThread());
          if (inherited != null) {
            slot.context = inherited;
          }
        } catch (RuntimeException fault) {
          AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
        }
      }
      return slot;
    }
  }
}
