package io.obsagent.engine.export;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Asks whether a collector listens on this machine. */
final class LocalCollector {
  static final String TRACES = "/v1/traces";
  static final String METRICS = "/v1/metrics";
  static final String LOGS = "/v1/logs";

  /** {@code HTTP/1.1 200}. */
  private static final int STATUS_BYTES = 12;

  private static final int WAIT_MILLIS = 250;

  private LocalCollector() {}

  /**
   * Whether something there takes OTLP of this signal: it is sent an empty request, which every
   * collector answers with 200, by hand, so that no HTTP stack is loaded for nothing. Loopback
   * answers or refuses at once; the limits are for something else that listens there and keeps
   * silent.
   */
  static boolean takes(int port, String path) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), WAIT_MILLIS);
      socket.setSoTimeout(WAIT_MILLIS);
      String request =
          "POST "
              + path
              + " HTTP/1.1\r\nHost: localhost:"
              + port
              + "\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n"
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[STATUS_BYTES];
      int length = 0;
      while (length < answer.length) {
        int read = socket.getInputStream().read(answer, length, answer.length - length);
        if (read < 0) {
          return false;
        }
        length += read;
      }
      String status = new String(answer, StandardCharsets.US_ASCII);
      return status.startsWith("HTTP/1.") && status.endsWith(" 200");
    } catch (IOException | SecurityException nobody) {
      return false;
    }
  }
}
