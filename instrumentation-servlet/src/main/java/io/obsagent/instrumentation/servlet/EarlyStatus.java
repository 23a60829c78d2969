package io.obsagent.instrumentation.servlet;

import io.obsagent.weaving.ForeignState;

/**
 * The status of responses before Servlet 3.0, which set one and never tell it: state of the
 * response, forgotten when a request begins, since containers use their objects again. {@code
 * reset} is not observed; what resets sets a status afterwards.
 */
public final class EarlyStatus {
  private static final int OK = 200;
  private static final ForeignState<Integer> STATUS = ForeignState.named("servlet.status");

  private EarlyStatus() {}

  /**
   * A filter or servlet is about to run.
   *
   * @param token of {@link ServletEntry}
   * @param response the container's own
   */
  public static void begin(Object token, Object response) {
    if (token instanceof ServerCall) {
      STATUS.set(response, null);
    }
  }

  /** The status was set; wrappers pass it on, so that the container's own response hears too. */
  public static void observed(Object response, int status) {
    STATUS.set(response, status);
  }

  /** What was set last, else 200. */
  public static int of(Object response) {
    Integer status = STATUS.get(response);
    return status == null ? OK : status;
  }
}
