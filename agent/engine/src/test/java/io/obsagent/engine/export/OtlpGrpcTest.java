package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.obsagent.engine.health.AgentHealth;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Against the real gRPC server. */
@Timeout(60)
class OtlpGrpcTest {
  private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";

  private final List<ExportTraceServiceRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Metadata> headers = new CopyOnWriteArrayList<>();
  private volatile IntFunction<Status> status = request -> Status.OK;
  private volatile ExportTraceServiceResponse response =
      ExportTraceServiceResponse.getDefaultInstance();
  private Server server;

  @BeforeEach
  void start() throws IOException {
    MethodDescriptor<byte[], byte[]> method =
        MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(METHOD)
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();
    server =
        NettyServerBuilder.forPort(0)
            .addService(
                ServerServiceDefinition.builder(
                        "opentelemetry.proto.collector.trace.v1.TraceService")
                    .addMethod(method, new Export())
                    .build())
            .build()
            .start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  private OtlpSettings.Builder settings() {
    return OtlpSettings.builder()
        .protocol(OtlpSettings.Protocol.GRPC)
        .base("http://localhost:" + server.getPort());
  }

  private List<String> names() {
    return requests.stream()
        .flatMap(request -> request.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .map(Span::getName)
        .toList();
  }

  @Test
  void sendsWithHeaders() {
    try (OtlpRig rig = new OtlpRig(settings().headers(Map.of("api-key", "secret")).build())) {
      rig.offer(TestTraces.fragment("a", 3, false));
      await().until(() -> names().size() == 3);
      assertThat(headers.get(0).get(Metadata.Key.of("api-key", Metadata.ASCII_STRING_MARSHALLER)))
          .isEqualTo("secret");
      assertThat(rig.thread.flush(10_000)).isTrue();
      assertThat(rig.limit.heldBytes()).isZero();
    }
  }

  @Test
  void compresses() {
    try (OtlpRig rig = new OtlpRig(settings().gzip(true).build())) {
      rig.offer(TestTraces.fragment("a", 100, false));
      await().until(() -> names().size() == 100);
      assertThat(
              headers
                  .get(0)
                  .get(Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER)))
          .isEqualTo("gzip");
    }
  }

  @Test
  void whatFailsForAPassingReasonIsSentAgain() {
    status = request -> request == 0 ? Status.UNAVAILABLE : Status.OK;
    try (OtlpRig rig = new OtlpRig(settings().build())) {
      rig.offer("again");
      await().until(() -> names().equals(List.of("again", "again")));
    }
  }

  @Test
  void whatIsRefusedIsNotSentAgain() {
    status = request -> request == 0 ? Status.INVALID_ARGUMENT : Status.OK;
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(settings().build())) {
      long before = AgentHealth.get("dropped.rejected");
      rig.offer("refused");
      await().until(() -> AgentHealth.get("dropped.rejected") - before == 1);
      rig.offer("accepted");
      await().until(() -> names().equals(List.of("refused", "accepted")));
      assertThat(log.lines("refuses spans (gRPC INVALID_ARGUMENT)")).hasSize(1);
    }
  }

  @Test
  void partialSuccessIsCounted() {
    response =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(ExportTracePartialSuccess.newBuilder().setRejectedSpans(3))
            .build();
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(settings().build())) {
      long before = AgentHealth.get("dropped.rejected");
      rig.offer(TestTraces.fragment("a", 5, false));
      await().until(() -> AgentHealth.get("dropped.rejected") - before == 3);
      assertThat(log.lines("left out 3 of 5 spans")).hasSize(1);
    }
  }

  @Test
  void aServerThatGoesIsLostOnceAndFoundOnce() throws Exception {
    int port = server.getPort();
    try (CapturedLog log = new CapturedLog();
        OtlpRig rig = new OtlpRig(settings().build())) {
      rig.offer("before");
      await().until(() -> names().contains("before"));
      server.shutdownNow().awaitTermination();
      rig.offer("during");
      await().until(() -> log.lines(" lost: ").size() == 1);
      server =
          NettyServerBuilder.forPort(port).addService(server.getServices().get(0)).build().start();
      await().until(() -> names().contains("during"));
      await().until(() -> log.lines(" is back; ").size() == 1);
      assertThat(log.lines()).hasSize(2);
    }
  }

  private final class Export implements ServerCallHandler<byte[], byte[]> {
    @Override
    public ServerCall.Listener<byte[]> startCall(
        ServerCall<byte[], byte[]> call, Metadata received) {
      call.request(1);
      return new ServerCall.Listener<>() {
        @Override
        public void onMessage(byte[] message) {
          try {
            headers.add(received);
            requests.add(ExportTraceServiceRequest.parseFrom(message));
            Status answer = status.apply(requests.size() - 1);
            if (answer.isOk()) {
              call.sendHeaders(new Metadata());
              call.sendMessage(response.toByteArray());
            }
            call.close(answer, new Metadata());
          } catch (IOException malformed) {
            call.close(Status.INTERNAL, new Metadata());
          }
        }
      };
    }
  }

  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }
  }
}
