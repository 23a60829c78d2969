package io.obsagent.engine.http;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * One connection, which is one request: read, answered, and after that listened to for a moment, so
 * that what the other side still sends does not make the close a reset that takes the answer with
 * it. Confined to the server's thread; never waits.
 */
final class Connection {
  static final int MAX_HEAD = 8_192;
  static final int MAX_BODY = 65_536;

  private static final long DRAINING_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_DRAINED = 1 << 20;

  private final SocketChannel channel;
  private final Site site;
  private final String faults;

  /** {@link System#nanoTime} at which it is over, whatever it does. */
  long deadline;

  private byte[] received = new byte[1_024];
  private int length;

  /** Where the body begins; 0 while the head has not come whole. */
  private int bodyStart;

  private int bodyLength;

  /** Null until there is an answer. */
  private ByteBuffer answer;

  private boolean answered;
  private int drained;

  Connection(SocketChannel channel, Site site, long deadline, String faults) {
    this.channel = channel;
    this.site = site;
    this.faults = faults;
    this.deadline = deadline;
  }

  /**
   * The channel can be read.
   *
   * @param chunk for use within this call
   * @return false: it is over
   */
  boolean readable(ByteBuffer chunk, SelectionKey key) throws IOException {
    chunk.clear();
    int read = channel.read(chunk);
    if (read < 0) {
      return answer != null && !answered;
    }
    if (answer != null) {
      drained += read;
      return drained <= MAX_DRAINED;
    }
    chunk.flip();
    append(chunk);
    Response response = response();
    if (response != null) {
      answer = ByteBuffer.wrap(response.bytes(!isHead()));
      received = new byte[0];
      length = 0;
      return writable(key);
    }
    return true;
  }

  private void append(ByteBuffer chunk) {
    int count = chunk.remaining();
    if (length + count > received.length) {
      received =
          Arrays.copyOf(
              received,
              Math.min(MAX_HEAD + MAX_BODY, Math.max(length + count, received.length * 2)));
    }
    int taken = Math.min(count, received.length - length);
    chunk.get(received, length, taken);
    length += taken;
  }

  private boolean isHead() {
    return length >= 5 && new String(received, 0, 5, StandardCharsets.ISO_8859_1).equals("HEAD ");
  }

  /** Null while there is none yet. */
  private Response response() {
    if (bodyStart == 0) {
      bodyStart = endOfHead();
      if (bodyStart == 0) {
        return length >= MAX_HEAD ? site.refuse("431 Request Header Fields Too Large") : null;
      }
      if (bodyStart > MAX_HEAD) {
        return site.refuse("431 Request Header Fields Too Large");
      }
    }
    String head = new String(received, 0, bodyStart - 4, StandardCharsets.ISO_8859_1);
    String[] lines = head.split("\r\n");
    String[] words = lines[0].split(" ");
    if (words.length != 3 || !words[2].startsWith("HTTP/1.") || !words[1].startsWith("/")) {
      return site.refuse("400 Bad Request");
    }
    String[] headers = Arrays.copyOfRange(lines, 1, lines.length);
    Request request = new Request(words[0], words[1], headers, "");
    if (request.header("transfer-encoding") != null) {
      return site.refuse("411 Length Required");
    }
    bodyLength = bodyLength(request.header("content-length"));
    if (bodyLength < 0) {
      return site.refuse("400 Bad Request");
    }
    if (bodyLength > MAX_BODY) {
      return site.refuse("413 Content Too Large");
    }
    if (length - bodyStart < bodyLength) {
      return null;
    }
    return answer(
        bodyLength == 0
            ? request
            : new Request(
                words[0],
                words[1],
                headers,
                new String(received, bodyStart, bodyLength, StandardCharsets.UTF_8)));
  }

  private Response answer(Request request) {
    try {
      return site.answer(request);
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      AgentHealth.count(faults);
      AgentLog.once("page " + request.path(), "the page " + request.path() + " failed", fault);
      return site.refuse("500 Internal Server Error");
    }
  }

  private static int bodyLength(String said) {
    if (said == null) {
      return 0;
    }
    if (said.isEmpty() || said.length() > 9) {
      return said.isEmpty() ? -1 : Integer.MAX_VALUE;
    }
    int number = 0;
    for (int i = 0; i < said.length(); i++) {
      char digit = said.charAt(i);
      if (digit < '0' || digit > '9') {
        return -1;
      }
      number = number * 10 + digit - '0';
    }
    return number;
  }

  private int endOfHead() {
    for (int i = 3; i < length; i++) {
      if (received[i] == '\n'
          && received[i - 1] == '\r'
          && received[i - 2] == '\n'
          && received[i - 3] == '\r') {
        return i + 1;
      }
    }
    return 0;
  }

  /**
   * The channel can be written.
   *
   * @return false: it is over
   */
  boolean writable(SelectionKey key) throws IOException {
    channel.write(answer);
    if (answer.hasRemaining()) {
      key.interestOps(SelectionKey.OP_WRITE);
      return true;
    }
    answered = true;
    channel.shutdownOutput();
    key.interestOps(SelectionKey.OP_READ);
    deadline = Math.min(deadline, System.nanoTime() + DRAINING_NANOS);
    return true;
  }

  void close() {
    try {
      channel.close();
    } catch (IOException gone) {
      // It is closed, which is all that is wanted.
    }
  }
}
