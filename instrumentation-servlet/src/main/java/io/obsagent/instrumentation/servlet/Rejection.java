package io.obsagent.instrumentation.servlet;

/**
 * A request that a container answered by itself, before any filter or servlet: told when it is
 * over, in one go. Ordinary requests never come here.
 */
public final class Rejection {
  /** What a container answers below is no rejection: static files, an upgrade of the protocol. */
  private static final int FIRST_STATUS = 300;

  private Rejection() {}

  /**
   * Makes the span, from the container's begin to now.
   *
   * @param startNanos {@link System#nanoTime}
   */
  public static <Q> void record(
      ServletAdapter<Q, ?> adapter, Q request, int status, long startNanos) {
    if (status < FIRST_STATUS || !HttpServerRecorder.SWITCH.isOn()) {
      return;
    }
    HttpServerRecorder recorder = HttpServerRecorder.get();
    ServerCall call = recorder.open(adapter, request, startNanos);
    if (call.end() && call.span() != null) {
      recorder.reject(call, status);
    }
  }

  /** {@link System#nanoTime} of a moment told by the wall clock in milliseconds. */
  public static long nanosOf(long epochMillis) {
    long ago = epochMillis <= 0 ? 0 : Math.max(0, System.currentTimeMillis() - epochMillis);
    return System.nanoTime() - ago * 1_000_000L;
  }
}
