package io.obsagent.smoke.jvm;

import io.obsagent.smoke.http.WebClient;

/** A service that listens. */
public final class RunningService implements AutoCloseable {

  private final ChildJvm jvm;
  private final int port;
  private final WebClient http;

  RunningService(ChildJvm jvm, int port) {
    this.jvm = jvm;
    this.port = port;
    this.http = new WebClient("http://127.0.0.1:" + port);
  }

  /** A visitor of the service. */
  public WebClient http() {
    return http;
  }

  public int port() {
    return port;
  }

  public ChildJvm jvm() {
    return jvm;
  }

  /**
   * Ends it by SIGTERM: afterwards all it had to export has been exported, and the agent had no
   * fault.
   */
  public int stop() {
    return jvm.stop();
  }

  @Override
  public void close() {
    if (jvm.isAlive()) {
      jvm.stop();
    }
    jvm.close();
  }
}
