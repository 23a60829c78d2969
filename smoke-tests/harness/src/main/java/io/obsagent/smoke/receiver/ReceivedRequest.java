package io.obsagent.smoke.receiver;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One export as the collector saw it, refused ones included. Over gRPC the path is the method and
 * the headers are the metadata; {@code bytes} is the size of the body on the wire (HTTP only, else
 * of the message) and {@code status} the HTTP status that was answered or would have been.
 */
public record ReceivedRequest(
    Protocol protocol,
    String path,
    Map<String, String> headers,
    int bytes,
    int status,
    Optional<String> clientCertificate) {

  /** How it came. */
  public enum Protocol {
    HTTP,
    GRPC
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }
}
