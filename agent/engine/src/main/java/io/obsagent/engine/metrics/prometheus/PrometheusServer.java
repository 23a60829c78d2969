package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.http.LocalServer;
import io.obsagent.engine.http.Request;
import io.obsagent.engine.http.Response;
import io.obsagent.engine.http.Site;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.Context;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Serves {@code GET /metrics} and nothing else, from one daemon thread: a {@link LocalServer}. A
 * port that cannot be had is one line; the application goes on.
 */
public final class PrometheusServer {
  /** Requests that could not be read or answered. */
  static final String FAULTS = "metrics.page_faults";

  private static final long TURN_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final MetricsPage page;
  private final String host;
  private final int port;
  private volatile LocalServer server;

  /**
   * @param host {@code otel.exporter.prometheus.host}
   * @param port {@code otel.exporter.prometheus.port}; 0 takes a free one, which is said in one
   *     line
   */
  public PrometheusServer(Metrics metrics, ResourceDetector resource, String host, int port) {
    this.page = new MetricsPage(metrics, resource);
    this.host = host;
    this.port = port;
  }

  /** Listens, on a thread of its own from now on. */
  public void start() {
    try {
      LocalServer opened = LocalServer.open(host, port, new Pages(page), FAULTS);
      server = opened;
      Thread thread = new Thread(null, new Body(opened), "obs-agent-prometheus");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      if (port == 0) {
        AgentLog.event("metrics are on http://" + host + ":" + opened.port() + "/metrics");
      }
    } catch (IOException | RuntimeException taken) {
      AgentLog.event("metrics are not served on " + host + ":" + port + ": " + taken.getMessage());
    }
  }

  /** Where it listens; 0 if it does not. */
  int port() {
    LocalServer opened = server;
    return opened == null ? 0 : opened.port();
  }

  /** Stops listening. */
  public void close() {
    LocalServer opened = server;
    server = null;
    if (opened != null) {
      opened.close();
    }
  }

  private static final class Pages implements Site {
    private final MetricsPage page;

    Pages(MetricsPage page) {
      this.page = page;
    }

    @Override
    public Response answer(Request request) {
      if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
        return refuse("405 Method Not Allowed").with("Allow", "GET, HEAD");
      }
      return request.path().equals("/metrics")
          ? page.answer(request)
          : new Response("404 Not Found", "text/plain", "/metrics\n");
    }

    @Override
    public Response refuse(String status) {
      return new Response(status, "text/plain", "");
    }
  }

  private static final class Body implements Runnable {
    private final LocalServer server;

    Body(LocalServer server) {
      this.server = server;
    }

    @Override
    public void run() {
      Context.suppressed(Context.ROOT).makeCurrent();
      while (server.isOpen()) {
        server.turn(TURN_MILLIS);
      }
    }
  }
}
