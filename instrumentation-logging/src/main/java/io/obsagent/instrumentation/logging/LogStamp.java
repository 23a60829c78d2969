package io.obsagent.instrumentation.logging;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Hex;
import java.util.Map;

/**
 * The identity of the span in which a log event was created. It hangs on the event, so that an
 * asynchronous appender, another thread and a later moment still see the right one; it holds the
 * numbers and not the span, which a buffering appender would otherwise keep alive.
 *
 * <p>40 bytes per event that is logged inside a trace, 8 more in a request that came with an id,
 * and a view of 32 that layouts ask for several times; texts are made when a layout asks.
 * Thread-safe.
 *
 * <p>Every library's stamp comes from {@link #ofCurrent}, on the thread that logs.
 */
public class LogStamp {
  /** How many entries a stamp has at most: trace id, span id, trace flags, request id. */
  public static final int MAX_ENTRIES = 4;

  /** The number of the last one, which few have. */
  static final int REQUEST_ID = 3;

  private final long traceIdHigh;
  private final long traceIdLow;
  private final long spanId;
  private final byte flags;

  /** The last answer of {@link #over}; a race makes it twice. */
  private StampedMdc view;

  private LogStamp(Context context) {
    traceIdHigh = context.traceIdHigh();
    traceIdLow = context.traceIdLow();
    spanId = context.spanId();
    flags = (byte) context.flags();
  }

  /**
   * The stamp of the calling thread's span; null where there is none or the call is excluded. One
   * thread-local read, and 40 or 48 bytes inside a trace.
   */
  public static LogStamp ofCurrent() {
    Context context = Context.current();
    if (!context.hasTrace() || context.isSuppressed()) {
      return null;
    }
    String requestId = context.requestId();
    return requestId == null ? new LogStamp(context) : new OfRequest(context, requestId);
  }

  /**
   * As the other; null too while the library's ids are switched off.
   *
   * @param ids of the library, asked before anything else
   */
  public static LogStamp ofCurrent(LiveSwitch ids) {
    return ids.isOn() ? ofCurrent() : null;
  }

  /** How many entries it adds to a log context; their numbers go from 0. */
  public int entries() {
    return REQUEST_ID;
  }

  /**
   * What a layout sees: the application's entries, and ours where it has none of the same name. A
   * view, the same one while the application's map is; that map is not written.
   *
   * @param own the application's entries, may be null
   */
  public Map<String, String> over(Map<String, String> own) {
    StampedMdc known = view;
    LogKeys keys = LogKeys.configured();
    if (known == null || !known.isOf(own, keys)) {
      known = new StampedMdc(this, own, keys);
      view = known;
    }
    return known;
  }

  /** The value under one of our names, or null for any other name. */
  public String get(String key) {
    return get(key, LogKeys.configured());
  }

  String get(String key, LogKeys keys) {
    for (int i = 0; i < entries(); i++) {
      if (keys.name(i).equals(key)) {
        return value(i);
      }
    }
    return null;
  }

  /** Whether this is one of our names. */
  public static boolean isKey(String name) {
    for (int i = 0; i < MAX_ENTRIES; i++) {
      if (key(i).equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The name of our entry number {@code index}, as configured. */
  public static String key(int index) {
    return LogKeys.configured().name(index);
  }

  /** The text of our entry number {@code index}: an id in lower-case hexadecimal is made anew. */
  public String value(int index) {
    return index == 0 ? traceId() : index == 1 ? spanId() : traceFlags();
  }

  private String traceId() {
    return Hex.of128(traceIdHigh, traceIdLow);
  }

  private String spanId() {
    return Hex.of64(spanId);
  }

  /** Two hexadecimal digits: the flags as they go on the wire. */
  private String traceFlags() {
    return Hex.of8(flags);
  }

  /** A class of its own, so that the others stay within 40 bytes. */
  private static final class OfRequest extends LogStamp {
    private final String requestId;

    OfRequest(Context context, String requestId) {
      super(context);
      this.requestId = requestId;
    }

    @Override
    public int entries() {
      return MAX_ENTRIES;
    }

    @Override
    public String value(int index) {
      return index == REQUEST_ID ? requestId : super.value(index);
    }
  }
}
