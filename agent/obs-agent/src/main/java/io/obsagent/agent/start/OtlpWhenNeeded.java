package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Option;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.export.AutoOtlpExporter;
import io.obsagent.engine.export.BufferLimit;
import io.obsagent.engine.export.ExportSchedule;
import io.obsagent.engine.export.FragmentExporter;
import io.obsagent.engine.export.OtlpSettings;
import io.obsagent.engine.export.OtlpTraceExporter;
import io.obsagent.engine.trace.Fragment;
import java.util.List;

/**
 * The OTLP exporter, made with the first fragment: its resource and senders are hundreds of classes
 * of OpenTelemetry, which no start-up should wait for. Used by the exporting thread alone.
 */
final class OtlpWhenNeeded implements FragmentExporter, AutoOtlpExporter.Found {
  private final Configuration configuration;
  private final ServiceIdentity service;
  private final BufferLimit limit;
  private final OtlpSettings settings;
  private Runnable wake;
  private FragmentExporter exporter;

  OtlpWhenNeeded(Configuration configuration, ServiceIdentity service, BufferLimit limit) {
    this.configuration = configuration;
    this.service = service;
    this.limit = limit;
    this.settings = settings(configuration);
  }

  OtlpSettings settings() {
    return settings;
  }

  private static OtlpSettings settings(Configuration configuration) {
    return OtlpSettings.builder()
        .protocol(
            configuration.get(Options.OTLP_TRACES_PROTOCOL, Options.OTLP_PROTOCOL).equals("grpc")
                ? OtlpSettings.Protocol.GRPC
                : OtlpSettings.Protocol.HTTP_PROTOBUF)
        .base(configuration.get(Options.OTLP_ENDPOINT))
        .endpoint(configuration.get(Options.OTLP_TRACES_ENDPOINT))
        .headers(configuration.get(Options.OTLP_TRACES_HEADERS, Options.OTLP_HEADERS))
        .timeoutMillis(millis(configuration, Options.OTLP_TRACES_TIMEOUT, Options.OTLP_TIMEOUT))
        .gzip(
            configuration
                .get(Options.OTLP_TRACES_COMPRESSION, Options.OTLP_COMPRESSION)
                .equals("gzip"))
        .certificate(configuration.get(Options.OTLP_TRACES_CERTIFICATE, Options.OTLP_CERTIFICATE))
        .clientKey(configuration.get(Options.OTLP_TRACES_CLIENT_KEY, Options.OTLP_CLIENT_KEY))
        .clientCertificate(
            configuration.get(
                Options.OTLP_TRACES_CLIENT_CERTIFICATE, Options.OTLP_CLIENT_CERTIFICATE))
        .build();
  }

  private static int millis(
      Configuration configuration, Option<Long> special, Option<Long> general) {
    return (int) Math.min(configuration.get(special, general), Integer.MAX_VALUE);
  }

  @Override
  public FragmentExporter exporter() {
    ExportSchedule schedule =
        new ExportSchedule(
            configuration.get(Options.BSP_SCHEDULE_DELAY).intValue(),
            configuration.get(Options.BSP_MAX_EXPORT_BATCH_SIZE));
    return new OtlpTraceExporter(
        settings,
        service.resource(),
        service.agentVersion(),
        limit,
        schedule,
        (int) Math.min(configuration.get(Options.BSP_EXPORT_TIMEOUT), Integer.MAX_VALUE));
  }

  @Override
  public void attach(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void export(List<Fragment> batch) {
    if (exporter == null) {
      FragmentExporter made = exporter();
      made.attach(wake);
      exporter = made;
    }
    exporter.export(batch);
  }

  @Override
  public long work(long nowNanos) {
    return exporter == null ? NOTHING : exporter.work(nowNanos);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return exporter == null || exporter.flush(timeoutMillis);
  }

  @Override
  public void close() {
    if (exporter != null) {
      exporter.close();
    }
  }
}
