package io.obsagent.engine.http;

import java.nio.charset.StandardCharsets;

/** What a request is answered. Immutable but for the headers that are added while it is made. */
public final class Response {
  private final String status;
  private final String type;
  private final byte[] body;
  private final StringBuilder headers = new StringBuilder(0);

  /**
   * @param status e.g. {@code 200 OK}
   * @param type the media type; UTF-8 is added
   */
  public Response(String status, String type, String body) {
    this.status = status;
    this.type = type;
    this.body = body.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds a header; both texts are ours, and have no line breaks. */
  public Response with(String name, String value) {
    headers.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  /** As it goes on the wire, without the body where that was not asked for. */
  byte[] bytes(boolean withBody) {
    byte[] head =
        ("HTTP/1.1 "
                + status
                + "\r\nContent-Type: "
                + type
                + "; charset=utf-8\r\nContent-Length: "
                + body.length
                + "\r\n"
                + headers
                + "Connection: close\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    if (!withBody) {
      return head;
    }
    byte[] all = new byte[head.length + body.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
