package io.obsagent.smoke.receiver;

import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.rpc.RetryInfo;
import io.grpc.ChannelCredentials;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.TlsChannelCredentials;
import io.grpc.protobuf.StatusProto;
import io.opentelemetry.proto.collector.logs.v1.LogsServiceGrpc;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtlpGrpcTest {

  private final List<ManagedChannel> channels = new ArrayList<>();
  private OtlpReceiver receiver = OtlpReceiver.start();

  @AfterEach
  void closeAll() {
    channels.forEach(ManagedChannel::shutdownNow);
    receiver.close();
  }

  @Test
  void allThreeSignalsArrive() {
    ManagedChannel channel = connect(InsecureChannelCredentials.create());
    TraceServiceGrpc.newBlockingStub(channel).withCompression("gzip").export(Exports.root());
    MetricsServiceGrpc.newBlockingStub(channel).export(Exports.metrics());
    LogsServiceGrpc.newBlockingStub(channel).export(Exports.logs());

    assertThat(receiver.traces().exactlyOne(server("GET /cart")).spanId()).isEqualTo(Exports.ROOT);
    assertThat(receiver.metrics().points("http.server.request.duration")).hasSize(1);
    assertThat(receiver.logs().records()).hasSize(1);
    assertThat(receiver.requests().all().get(0).protocol())
        .isEqualTo(ReceivedRequest.Protocol.GRPC);
    assertThat(receiver.requests().all().get(0).header("grpc-encoding")).contains("gzip");
  }

  @Test
  void refusalsAreSaidInTheWordsOfGrpc() throws Exception {
    TraceServiceGrpc.TraceServiceBlockingStub traces =
        TraceServiceGrpc.newBlockingStub(connect(InsecureChannelCredentials.create()));
    receiver.refuse(503, Duration.ofSeconds(7));
    StatusRuntimeException unavailable =
        catchThrowableOfType(StatusRuntimeException.class, () -> traces.export(Exports.root()));
    receiver.refuse(400);
    StatusRuntimeException invalid =
        catchThrowableOfType(StatusRuntimeException.class, () -> traces.export(Exports.root()));

    assertThat(unavailable.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(
            StatusProto.fromThrowable(unavailable)
                .getDetails(0)
                .unpack(RetryInfo.class)
                .getRetryDelay()
                .getSeconds())
        .isEqualTo(7);
    assertThat(invalid.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(receiver.traces().spans()).isEmpty();
  }

  @Test
  void diesAndComesBackOnTheSamePort() {
    String endpoint = receiver.grpcEndpoint();
    receiver.die();
    StatusRuntimeException refused =
        catchThrowableOfType(
            StatusRuntimeException.class,
            () ->
                TraceServiceGrpc.newBlockingStub(connect(InsecureChannelCredentials.create()))
                    .export(Exports.root()));
    receiver.revive();
    TraceServiceGrpc.newBlockingStub(connect(InsecureChannelCredentials.create()))
        .export(Exports.root());

    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(receiver.grpcEndpoint()).isEqualTo(endpoint);
    assertThat(receiver.traces().spans()).hasSize(1);
  }

  @Test
  void mutualTlsTakesThePemFiles(@TempDir Path folder) throws Exception {
    Certificates certificates = Certificates.in(folder);
    receiver.close();
    receiver = OtlpReceiver.startWithMutualTls(certificates);
    ChannelCredentials trusting =
        TlsChannelCredentials.newBuilder()
            .trustManager(certificates.serverCertificate().toFile())
            .keyManager(
                certificates.clientCertificate().toFile(), certificates.clientKey().toFile())
            .build();

    TraceServiceGrpc.newBlockingStub(connect(trusting)).export(Exports.root());

    assertThat(receiver.requests().all().get(0).clientCertificate()).contains("CN=client");
  }

  private ManagedChannel connect(ChannelCredentials credentials) {
    String address = URI.create(receiver.grpcEndpoint()).getAuthority();
    ManagedChannel channel = Grpc.newChannelBuilder(address, credentials).build();
    channels.add(channel);
    return channel;
  }
}
