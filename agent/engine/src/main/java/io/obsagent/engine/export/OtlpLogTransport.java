package io.obsagent.engine.export;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporter;
import io.opentelemetry.exporter.otlp.http.logs.OtlpHttpLogRecordExporterBuilder;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporter;
import io.opentelemetry.exporter.otlp.logs.OtlpGrpcLogRecordExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * As {@link OtlpTransport}, for log records: OpenTelemetry's exporter with {@link TappedSenders}
 * below it and without retries of its own.
 */
final class OtlpLogTransport {
  private final LogRecordExporter exporter;
  private final TappedSenders senders;

  private OtlpLogTransport(LogRecordExporter exporter, TappedSenders senders) {
    this.exporter = exporter;
    this.senders = senders;
  }

  /**
   * Loads and builds the exporter; nothing is connected yet.
   *
   * @param wake called, on whatever thread, when an answer has arrived
   * @throws IOException if a certificate or key cannot be read
   * @throws IllegalArgumentException if the endpoint is no URL, or a certificate no certificate
   */
  static OtlpLogTransport open(OtlpSettings settings, Runnable wake) throws IOException {
    TappedSenders senders = new TappedSenders(settings.isJdkClient(), wake);
    LogRecordExporter exporter =
        settings.protocol() == OtlpSettings.Protocol.GRPC
            ? grpc(settings, senders)
            : http(settings, senders);
    return new OtlpLogTransport(exporter, senders);
  }

  private static LogRecordExporter http(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpHttpLogRecordExporterBuilder builder =
        OtlpHttpLogRecordExporter.builder()
            .setEndpoint(settings.endpoint())
            .setTimeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
            .setConnectTimeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
            .setCompression(settings.isGzip() ? "gzip" : "none")
            .setRetryPolicy(null)
            .setMemoryMode(MemoryMode.REUSABLE_DATA)
            .setMeterProvider(MeterProvider.noop())
            .setComponentLoader(senders);
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      builder.addHeader(header.getKey(), header.getValue());
    }
    if (settings.certificate() != null) {
      builder.setTrustedCertificates(read(settings.certificate()));
    }
    if (settings.clientKey() != null && settings.clientCertificate() != null) {
      builder.setClientTls(read(settings.clientKey()), read(settings.clientCertificate()));
    }
    return builder.build();
  }

  private static LogRecordExporter grpc(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpGrpcLogRecordExporterBuilder builder =
        OtlpGrpcLogRecordExporter.builder()
            .setEndpoint(settings.endpoint())
            .setTimeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
            .setConnectTimeout(settings.timeoutMillis(), TimeUnit.MILLISECONDS)
            .setCompression(settings.isGzip() ? "gzip" : "none")
            .setRetryPolicy(null)
            .setMemoryMode(MemoryMode.REUSABLE_DATA)
            .setMeterProvider(MeterProvider.noop())
            .setComponentLoader(senders);
    for (Map.Entry<String, String> header : settings.headers().entrySet()) {
      builder.addHeader(header.getKey(), header.getValue());
    }
    if (settings.certificate() != null) {
      builder.setTrustedCertificates(read(settings.certificate()));
    }
    if (settings.clientKey() != null && settings.clientCertificate() != null) {
      builder.setClientTls(read(settings.clientKey()), read(settings.clientCertificate()));
    }
    return builder.build();
  }

  private static byte[] read(String file) throws IOException {
    return Files.readAllBytes(Paths.get(file));
  }

  /** Encodes and sends, without waiting for the answer. Of records nothing may change meanwhile. */
  void send(List<LogRecordData> records, Attempt attempt) {
    senders.next(attempt);
    exporter.export(records);
    if (!senders.isTaken()) {
      attempt.rejected("not sendable");
    }
  }

  void close() {
    exporter.shutdown();
  }
}
