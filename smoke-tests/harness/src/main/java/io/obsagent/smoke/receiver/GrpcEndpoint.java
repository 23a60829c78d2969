package io.obsagent.smoke.receiver;

import com.google.protobuf.Any;
import com.google.protobuf.Message;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceRequest;
import io.opentelemetry.proto.collector.logs.v1.ExportLogsServiceResponse;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** OTLP over gRPC. */
final class GrpcEndpoint {

  private static final io.grpc.Context.Key<Caller> CALLER = io.grpc.Context.key("caller");

  private final Desk desk;
  private final Optional<TlsSetup> tls;
  private Server server;
  private int port;

  GrpcEndpoint(Desk desk, Optional<TlsSetup> tls) {
    this.desk = desk;
    this.tls = tls;
  }

  int port() {
    return port;
  }

  /** The first time on a free port, later on the same one. */
  void open() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    NettyServerBuilder builder =
        tls.isPresent()
            ? NettyServerBuilder.forAddress(address, tls.get().grpcCredentials())
            : NettyServerBuilder.forAddress(address);
    CallerInterceptor caller = new CallerInterceptor();
    for (io.grpc.BindableService service : List.of(new Trace(), new Metric(), new Log())) {
      builder.addService(ServerInterceptors.intercept(service, caller));
    }
    server = builder.build().start();
    port = server.getPort();
  }

  void close() {
    server.shutdownNow();
    try {
      if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("The gRPC server does not stop");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What only the transport knows of a call. */
  private record Caller(
      String method, Map<String, String> headers, Optional<String> clientCertificate) {}

  private static final class CallerInterceptor implements ServerInterceptor {
    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
        ServerCall<Q, A> call, Metadata metadata, ServerCallHandler<Q, A> next) {
      Map<String, String> headers = new TreeMap<>();
      for (String name : metadata.keys()) {
        if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
          headers.put(name, metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)));
        }
      }
      Caller caller =
          new Caller(
              "/" + call.getMethodDescriptor().getFullMethodName(),
              headers,
              certificate(call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION)));
      return io.grpc.Contexts.interceptCall(
          io.grpc.Context.current().withValue(CALLER, caller), call, metadata, next);
    }

    private static Optional<String> certificate(SSLSession session) {
      if (session == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(session.getPeerPrincipal().getName());
      } catch (SSLPeerUnverifiedException e) {
        return Optional.empty();
      }
    }
  }

  private <Q extends Message, A extends Message> void serve(
      Q request, Function<Q, A> accept, StreamObserver<A> replies) {
    Optional<Mood.Refusal> refusal;
    try {
      refusal = desk.mood().answer();
    } catch (InterruptedException e) {
      replies.onError(Status.CANCELLED.asRuntimeException());
      return;
    }
    Caller caller = CALLER.get();
    desk.requests()
        .add(
            new ReceivedRequest(
                ReceivedRequest.Protocol.GRPC,
                caller.method(),
                caller.headers(),
                request.getSerializedSize(),
                refusal.map(Mood.Refusal::status).orElse(200),
                caller.clientCertificate()));
    if (refusal.isPresent()) {
      replies.onError(StatusProto.toStatusRuntimeException(status(refusal.get())));
      return;
    }
    replies.onNext(accept.apply(request));
    replies.onCompleted();
  }

  /** What OTLP's specification says in place of the HTTP status. */
  private static com.google.rpc.Status status(Mood.Refusal refusal) {
    Code code =
        switch (refusal.status()) {
          case 429 -> Code.RESOURCE_EXHAUSTED;
          case 502, 503, 504 -> Code.UNAVAILABLE;
          case 401 -> Code.UNAUTHENTICATED;
          case 403 -> Code.PERMISSION_DENIED;
          case 404 -> Code.UNIMPLEMENTED;
          default -> refusal.status() < 500 ? Code.INVALID_ARGUMENT : Code.INTERNAL;
        };
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage("Not now");
    refusal
        .retryAfter()
        .ifPresent(
            delay ->
                status.addDetails(
                    Any.pack(
                        RetryInfo.newBuilder()
                            .setRetryDelay(
                                com.google.protobuf.Duration.newBuilder()
                                    .setSeconds(delay.toSeconds())
                                    .setNanos(delay.toNanosPart()))
                            .build())));
    return status.build();
  }

  private final class Trace extends TraceServiceGrpc.TraceServiceImplBase {
    @Override
    public void export(
        ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> replies) {
      serve(request, desk::accept, replies);
    }
  }

  private final class Metric extends MetricsServiceGrpc.MetricsServiceImplBase {
    @Override
    public void export(
        ExportMetricsServiceRequest request, StreamObserver<ExportMetricsServiceResponse> replies) {
      serve(request, desk::accept, replies);
    }
  }

  private final class Log extends LogsServiceGrpc.LogsServiceImplBase {
    @Override
    public void export(
        ExportLogsServiceRequest request, StreamObserver<ExportLogsServiceResponse> replies) {
      serve(request, desk::accept, replies);
    }
  }
}
