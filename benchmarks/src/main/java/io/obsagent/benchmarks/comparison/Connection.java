package io.obsagent.benchmarks.comparison;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** HTTP/1.1 on one kept-alive connection, with next to no work of its own. One thread. */
final class Connection implements AutoCloseable {
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OK = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] line = new byte[8_192];

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(30_000);
    in = new BufferedInputStream(socket.getInputStream(), 8_192);
    out = socket.getOutputStream();
  }

  /** Returns when the whole answer is there; any status but 200 is an exception. */
  void get(byte[] request) throws IOException {
    out.write(request);
    int length = readLine();
    if (!startsWith(OK, length)) {
      throw new IOException("Answered " + new String(line, 0, length, StandardCharsets.US_ASCII));
    }
    int body = -1;
    for (length = readLine(); length > 0; length = readLine()) {
      if (startsWith(LENGTH, length)) {
        String number =
            new String(line, LENGTH.length, length - LENGTH.length, StandardCharsets.US_ASCII);
        body = Integer.parseInt(number.trim());
      }
    }
    if (body < 0) {
      throw new IOException("The service answers in chunks");
    }
    in.skipNBytes(body);
  }

  private boolean startsWith(byte[] beginning, int length) {
    if (length < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      byte there = line[i];
      boolean same = there == beginning[i] || beginning == LENGTH && (there | 0x20) == beginning[i];
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private int readLine() throws IOException {
    for (int length = 0; ; ) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException("The service closed the connection");
      }
      if (next == '\n') {
        return length;
      }
      if (next != '\r') {
        line[length++] = (byte) next;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
