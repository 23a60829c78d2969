package io.obsagent.engine.http;

/** What a {@link LocalServer} serves. */
public interface Site {
  /**
   * Answers a request, on the server's thread, which serves nobody else meanwhile. What it throws
   * is counted and answered by 500.
   */
  Response answer(Request request);

  /**
   * The answer to what is no request, or too large a one.
   *
   * @param status e.g. {@code 400 Bad Request}
   */
  Response refuse(String status);
}
