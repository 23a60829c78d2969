package io.obsagent.engine.export;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporterBuilder;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * As {@link OtlpTransport}, for metrics: OpenTelemetry's exporter with {@link TappedSenders} below
 * it and without retries of its own.
 */
final class OtlpMetricTransport {
  private final MetricExporter exporter;
  private final TappedSenders senders;

  private OtlpMetricTransport(MetricExporter exporter, TappedSenders senders) {
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
  static OtlpMetricTransport open(OtlpSettings settings, Runnable wake) throws IOException {
    TappedSenders senders = new TappedSenders(settings.isJdkClient(), wake);
    MetricExporter exporter =
        settings.protocol() == OtlpSettings.Protocol.GRPC
            ? grpc(settings, senders)
            : http(settings, senders);
    return new OtlpMetricTransport(exporter, senders);
  }

  private static MetricExporter http(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpHttpMetricExporterBuilder builder =
        OtlpHttpMetricExporter.builder()
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

  private static MetricExporter grpc(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpGrpcMetricExporterBuilder builder =
        OtlpGrpcMetricExporter.builder()
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

  /** Encodes and sends, without waiting for the answer. */
  void send(List<MetricData> metrics, Attempt attempt) {
    senders.next(attempt);
    exporter.export(metrics);
    if (!senders.isTaken()) {
      attempt.rejected("not sendable");
    }
  }

  void close() {
    exporter.shutdown();
  }
}
