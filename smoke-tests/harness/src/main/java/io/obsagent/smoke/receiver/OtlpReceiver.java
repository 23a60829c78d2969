package io.obsagent.smoke.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An OTLP collector on two free ports of the loopback interface, one for http/protobuf and one for
 * gRPC. It keeps what it gets, and it can be told to misbehave.
 */
public final class OtlpReceiver implements AutoCloseable {

  private final Desk desk = new Desk();
  private final String scheme;
  private final HttpEndpoint http;
  private final GrpcEndpoint grpc;
  private boolean open;

  private OtlpReceiver(Optional<TlsSetup> tls) {
    this.scheme = tls.isPresent() ? "https://127.0.0.1:" : "http://127.0.0.1:";
    this.http = new HttpEndpoint(desk, tls);
    this.grpc = new GrpcEndpoint(desk, tls);
    revive();
  }

  public static OtlpReceiver start() {
    return new OtlpReceiver(Optional.empty());
  }

  public static OtlpReceiver startWithTls(Certificates certificates) {
    return new OtlpReceiver(Optional.of(new TlsSetup(certificates, false)));
  }

  /** Lets nobody in but the client of these certificates. */
  public static OtlpReceiver startWithMutualTls(Certificates certificates) {
    return new OtlpReceiver(Optional.of(new TlsSetup(certificates, true)));
  }

  public String httpEndpoint() {
    return scheme + http.port();
  }

  public String grpcEndpoint() {
    return scheme + grpc.port();
  }

  public Traces traces() {
    return desk.traces();
  }

  public Metrics metrics() {
    return desk.metrics();
  }

  public Logs logs() {
    return desk.logs();
  }

  /** Every export, refused ones included. */
  public Requests requests() {
    return desk.requests();
  }

  /** Forgets what has arrived so far. */
  public void clear() {
    traces().clear();
    metrics().clear();
    logs().clear();
    requests().clear();
  }

  /** Answers with this HTTP status, or what stands for it in gRPC. */
  public void refuse(int status) {
    desk.mood().change(Optional.of(new Mood.Refusal(status, Optional.empty())), Duration.ZERO);
  }

  /** The same with {@code Retry-After}, in gRPC {@code RetryInfo}; HTTP knows whole seconds. */
  public void refuse(int status, Duration retryAfter) {
    desk.mood()
        .change(Optional.of(new Mood.Refusal(status, Optional.of(retryAfter))), Duration.ZERO);
  }

  /** Takes everything, but lets each export wait for its answer. */
  public void beSlow(Duration delay) {
    desk.mood().change(Optional.empty(), delay);
  }

  /** Takes everything again at once; exports that are waiting get their answer. */
  public void behave() {
    desk.mood().change(Optional.empty(), Duration.ZERO);
  }

  /** Closes both ports and all connections: from now on connections are refused. */
  public synchronized void die() {
    if (open) {
      open = false;
      http.close();
      grpc.close();
    }
  }

  /** Listens again, on the same ports. */
  public synchronized void revive() {
    if (open) {
      return;
    }
    try {
      http.open();
      grpc.open();
      open = true;
    } catch (IOException e) {
      throw new UncheckedIOException("The receiver cannot listen", e);
    }
  }

  @Override
  public void close() {
    behave();
    die();
  }
}
