package io.obsagent.engine.export;

import io.opentelemetry.api.metrics.MeterProvider;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.export.MemoryMode;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * OpenTelemetry's OTLP exporter, which does headers, compression and TLS, with {@link
 * TappedSenders} below it. It is given no spans: the body is a {@link TraceMessage}, which the
 * senders get instead of what the exporter has encoded. Its own retries are off: there is one place
 * that decides about them, {@link OtlpTraceExporter}.
 */
final class OtlpTransport {
  private final SpanExporter exporter;
  private final TappedSenders senders;

  private OtlpTransport(SpanExporter exporter, TappedSenders senders) {
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
  static OtlpTransport open(OtlpSettings settings, Runnable wake) throws IOException {
    TappedSenders senders = new TappedSenders(settings.isJdkClient(), wake);
    SpanExporter exporter =
        settings.protocol() == OtlpSettings.Protocol.GRPC
            ? grpc(settings, senders)
            : http(settings, senders);
    return new OtlpTransport(exporter, senders);
  }

  private static SpanExporter http(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpHttpSpanExporterBuilder builder =
        OtlpHttpSpanExporter.builder()
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

  private static SpanExporter grpc(OtlpSettings settings, TappedSenders senders)
      throws IOException {
    OtlpGrpcSpanExporterBuilder builder =
        OtlpGrpcSpanExporter.builder()
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

  /**
   * Sends, without waiting for the answer.
   *
   * @param message not to be touched before the attempt is done
   */
  void send(MessageWriter message, Attempt attempt) {
    senders.next(attempt, message);
    exporter.export(Collections.<SpanData>emptyList());
    if (!senders.isTaken()) {
      // It was refused before it came to a sender.
      attempt.rejected("not sendable");
    }
  }

  void close() {
    exporter.shutdown();
  }
}
