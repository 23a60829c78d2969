package io.obsagent.instrumentation.servlet;

/** Status codes of servers' errors as texts, which a metric wants for every failing request. */
final class ServerErrors {
  private static final int FIRST = 500;
  private static final String[] KNOWN = new String[100];

  static {
    for (int i = 0; i < KNOWN.length; i++) {
      KNOWN[i] = Integer.toString(FIRST + i);
    }
  }

  private ServerErrors() {}

  /** Allocates only for what is no status code. */
  static String text(int status) {
    return status >= FIRST && status < FIRST + KNOWN.length
        ? KNOWN[status - FIRST]
        : Integer.toString(status);
  }
}
