package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class OtlpTlsTest {
  @TempDir static Path directory;
  private static TestCertificates server;
  private static TestCertificates client;

  @BeforeAll
  static void make() throws Exception {
    server = new TestCertificates(directory, "server");
    client = new TestCertificates(directory, "client");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void trustsTheConfiguredCertificate(boolean jdkClient) throws Exception {
    try (Collector collector = Collector.startTls(server.serverContext(client), false);
        OtlpRig rig =
            new OtlpRig(
                OtlpSettings.builder()
                    .base(collector.url())
                    .certificate(server.certificatePem())
                    .jdkClient(jdkClient)
                    .build())) {
      rig.offer("secure");
      await().until(() -> collector.names().contains("secure"));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void showsItsOwnCertificate(boolean jdkClient) throws Exception {
    try (Collector collector = Collector.startTls(server.serverContext(client), true);
        OtlpRig rig =
            new OtlpRig(
                OtlpSettings.builder()
                    .base(collector.url())
                    .certificate(server.certificatePem())
                    .clientKey(client.keyPem())
                    .clientCertificate(client.certificatePem())
                    .jdkClient(jdkClient)
                    .build())) {
      rig.offer("mutual");
      await().until(() -> collector.names().contains("mutual"));
    }
  }

  @Test
  void sendsNothingToAServerItDoesNotTrust() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector collector = Collector.startTls(server.serverContext(client), false);
        OtlpRig rig = new OtlpRig(OtlpSettings.builder().base(collector.url()).build())) {
      rig.offer("secret");
      await().until(() -> log.lines(" lost: ").size() == 1);
      assertThat(collector.requests).isEmpty();
      assertThat(log.lines().get(0)).contains("SSLHandshakeException");
    }
  }

  @Test
  void withoutItsCertificateAServerThatAsksForOneGetsNothing() throws Exception {
    try (CapturedLog log = new CapturedLog();
        Collector collector = Collector.startTls(server.serverContext(client), true);
        OtlpRig rig =
            new OtlpRig(
                OtlpSettings.builder()
                    .base(collector.url())
                    .certificate(server.certificatePem())
                    .build())) {
      rig.offer("anonymous");
      await().until(() -> log.lines(" lost: ").size() == 1);
      assertThat(collector.requests).isEmpty();
    }
  }
}
