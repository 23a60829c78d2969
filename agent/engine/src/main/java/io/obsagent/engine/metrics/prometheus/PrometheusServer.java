package io.obsagent.engine.metrics.prometheus;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Serves {@code GET /metrics} and nothing else: one daemon thread, one request at a time, each
 * within five seconds and 8 KiB. A port that cannot be had is one line; the application goes on.
 */
public final class PrometheusServer {
  /** Requests that could not be read or answered. */
  static final String FAULTS = "metrics.page_faults";

  private static final int MAX_REQUEST = 8_192;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final int BACKLOG = 8;

  private final Metrics metrics;
  private final ResourceDetector resource;
  private final String host;
  private final int port;
  private volatile ServerSocket socket;

  /**
   * @param host {@code otel.exporter.prometheus.host}
   * @param port {@code otel.exporter.prometheus.port}; 0 takes a free one, which is said in one
   *     line
   */
  public PrometheusServer(Metrics metrics, ResourceDetector resource, String host, int port) {
    this.metrics = metrics;
    this.resource = resource;
    this.host = host;
    this.port = port;
  }

  /** Listens, on a thread of its own from now on. */
  public void start() {
    try {
      ServerSocket opened = new ServerSocket();
      opened.setReuseAddress(true);
      opened.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
      socket = opened;
      Thread thread = new Thread(null, new Body(), "obs-agent-prometheus");
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      thread.start();
      if (port == 0) {
        AgentLog.event("metrics are on http://" + host + ":" + opened.getLocalPort() + "/metrics");
      }
    } catch (IOException | RuntimeException taken) {
      AgentLog.event("metrics are not served on " + host + ":" + port + ": " + taken.getMessage());
    }
  }

  /** Where it listens; 0 if it does not. */
  int port() {
    ServerSocket opened = socket;
    return opened == null ? 0 : opened.getLocalPort();
  }

  /** Stops listening. */
  public void close() {
    ServerSocket opened = socket;
    socket = null;
    if (opened != null) {
      try {
        opened.close();
      } catch (IOException gone) {
        // It is closed, which is all that is wanted.
      }
    }
  }

  private void serve() {
    Context.suppressed(Context.ROOT).makeCurrent();
    for (ServerSocket opened = socket; opened != null; opened = socket) {
      boolean accepted = false;
      try (Socket client = opened.accept()) {
        accepted = true;
        answer(client);
      } catch (Throwable fault) {
        if (socket != null) {
          AgentHealth.count(FAULTS);
          if (!accepted) {
            // Out of file descriptors, most likely: the next try would fail as fast.
            LockSupport.parkNanos(PAUSE_NANOS);
          }
        }
      }
    }
  }

  private void answer(Socket client) throws IOException {
    String request = request(client);
    int end = request.indexOf("\r\n");
    String[] line = (end < 0 ? "" : request.substring(0, end)).split(" ");
    boolean head = line[0].equals("HEAD");
    if (line.length != 3 || !line[2].startsWith("HTTP/1.")) {
      send(client, "400 Bad Request", "text/plain", "", head);
    } else if (!head && !line[0].equals("GET")) {
      send(client, "405 Method Not Allowed", "text/plain", "", head);
    } else if (!line[1].equals("/metrics") && !line[1].startsWith("/metrics?")) {
      send(client, "404 Not Found", "text/plain", "/metrics\n", head);
    } else {
      boolean open = AcceptHeader.prefersOpenMetrics(header(request, "accept"));
      send(
          client,
          "200 OK",
          open ? "application/openmetrics-text; version=1.0.0" : "text/plain; version=0.0.4",
          PrometheusText.page(metrics.collect(), resource.resource().attributes(), open),
          head);
    }
  }

  /** Request line and headers; what is longer than the limit is cut off and then not understood. */
  private static String request(Socket client) throws IOException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    InputStream in = client.getInputStream();
    byte[] bytes = new byte[MAX_REQUEST];
    int length = 0;
    while (length < bytes.length) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new IOException("too slow");
      }
      client.setSoTimeout((int) left);
      int read = in.read(bytes, length, bytes.length - length);
      if (read < 0) {
        break;
      }
      length += read;
      String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
      if (text.contains("\r\n\r\n")) {
        return text;
      }
    }
    return "";
  }

  private static String header(String request, String name) {
    for (String line : request.split("\r\n")) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).trim().toLowerCase(Locale.ROOT).equals(name)) {
        return line.substring(colon + 1).trim();
      }
    }
    return null;
  }

  private static void send(Socket client, String status, String type, String page, boolean head)
      throws IOException {
    byte[] body = page.getBytes(StandardCharsets.UTF_8);
    String headers =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + type
            + "; charset=utf-8\r\nContent-Length: "
            + body.length
            + "\r\nConnection: close\r\n\r\n";
    OutputStream out = client.getOutputStream();
    out.write(headers.getBytes(StandardCharsets.US_ASCII));
    if (!head) {
      out.write(body);
    }
    out.flush();
  }

  private final class Body implements Runnable {
    @Override
    public void run() {
      serve();
    }
  }
}
