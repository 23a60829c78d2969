package io.obsagent.smoke.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One TCP connection to a web server, for what no client library sends: HTTP/1.0, several requests
 * at once, nonsense, a reset in the middle. A line break in the text is sent as CR LF.
 */
public final class RawConnection implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  private RawConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  public static RawConnection open(int port) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MILLIS);
    return new RawConnection(socket);
  }

  public RawConnection send(String text) throws IOException {
    return send(text.replaceAll("\r?\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The next response; call it once per pipelined request. */
  public RawResponse receive() throws IOException {
    String statusLine = line();
    int status = Integer.parseInt(statusLine.split(" ", 3)[1]);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers.computeIfAbsent(name, n -> new ArrayList<>()).add(line.substring(colon + 1).strip());
    }
    byte[] body = body(status, headers);
    return new RawResponse(statusLine, status, headers, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] body(int status, Map<String, List<String>> headers) throws IOException {
    if (status == 204 || status == 304 || status < 200) {
      return new byte[0];
    }
    if (headers.getOrDefault("transfer-encoding", List.of()).contains("chunked")) {
      return chunks();
    }
    List<String> length = headers.get("content-length");
    return length == null ? in.readAllBytes() : bytes(Integer.parseInt(length.get(0)));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
      body.writeBytes(bytes(size));
      if (size == 0) {
        while (!line().isEmpty()) {
          // Trailers are of no interest.
        }
        return body.toByteArray();
      }
      line();
    }
  }

  private byte[] bytes(int count) throws IOException {
    byte[] bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException("The server closed after " + bytes.length + " of " + count + " bytes");
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("The server closed; so far: " + line);
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** Says that nothing more will be sent, and goes on reading. */
  public void finishSending() throws IOException {
    socket.shutdownOutput();
  }

  /** Hangs up with a TCP reset, as a client that gave up does. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
