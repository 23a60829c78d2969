package io.obsagent.engine.export;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where and how OTLP goes: the {@code otel.exporter.otlp.*} settings of one signal. Immutable; made
 * by its {@link Builder}.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/">OTLP exporter
 *     configuration</a>
 */
public final class OtlpSettings {
  /** {@code otel.exporter.otlp.protocol}. */
  public enum Protocol {
    HTTP_PROTOBUF("http://localhost:4318"),
    GRPC("http://localhost:4317");

    private final String defaultEndpoint;

    Protocol(String defaultEndpoint) {
      this.defaultEndpoint = defaultEndpoint;
    }

    /** The collector on this machine. */
    public String defaultEndpoint() {
      return defaultEndpoint;
    }
  }

  /** {@code otel.exporter.otlp.timeout}. */
  public static final int DEFAULT_TIMEOUT_MILLIS = 10_000;

  private static final int MAX_TIMEOUT_MILLIS = 86_400_000;
  private static final String TRACES_PATH = "v1/traces";
  private static final String METRICS_PATH = "v1/metrics";
  private static final String LOGS_PATH = "v1/logs";

  private final Protocol protocol;
  private final String endpoint;
  private final Map<String, String> headers;
  private final int timeoutMillis;
  private final boolean gzip;
  private final String certificate;
  private final String clientKey;
  private final String clientCertificate;
  private final boolean retry;
  private final boolean jdkClient;

  private OtlpSettings(Builder builder) {
    this.protocol = builder.protocol;
    this.endpoint = builder.endpoint == null ? perSignal(builder) : builder.endpoint;
    this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(builder.headers));
    this.timeoutMillis = builder.timeoutMillis;
    this.gzip = builder.gzip;
    this.certificate = builder.certificate;
    this.clientKey = builder.clientKey;
    this.clientCertificate = builder.clientCertificate;
    this.retry = builder.retry;
    this.jdkClient = builder.jdkClient;
  }

  /** The common endpoint is a base to which OTLP/HTTP adds the signal's path; gRPC has none. */
  private static String perSignal(Builder builder) {
    String base = builder.base == null ? builder.protocol.defaultEndpoint() : builder.base;
    if (builder.protocol == Protocol.GRPC) {
      return base;
    }
    return base.endsWith("/") ? base + builder.path : base + "/" + builder.path;
  }

  /** What the configuration says about the signal of traces. */
  public static OtlpSettings from(Configuration settings) {
    return common(settings, settings.get(Options.OTLP_TRACES_TIMEOUT, Options.OTLP_TIMEOUT))
        .protocol(protocol(settings.get(Options.OTLP_TRACES_PROTOCOL, Options.OTLP_PROTOCOL)))
        .endpoint(settings.get(Options.OTLP_TRACES_ENDPOINT))
        .headers(settings.get(Options.OTLP_TRACES_HEADERS, Options.OTLP_HEADERS))
        .gzip(
            "gzip".equals(settings.get(Options.OTLP_TRACES_COMPRESSION, Options.OTLP_COMPRESSION)))
        .certificate(settings.get(Options.OTLP_TRACES_CERTIFICATE, Options.OTLP_CERTIFICATE))
        .clientKey(settings.get(Options.OTLP_TRACES_CLIENT_KEY, Options.OTLP_CLIENT_KEY))
        .clientCertificate(
            settings.get(Options.OTLP_TRACES_CLIENT_CERTIFICATE, Options.OTLP_CLIENT_CERTIFICATE))
        .build();
  }

  /** What the configuration says about the signal of metrics. */
  public static OtlpSettings forMetrics(Configuration settings) {
    return common(settings, settings.get(Options.OTLP_METRICS_TIMEOUT, Options.OTLP_TIMEOUT))
        .metrics()
        .protocol(protocol(settings.get(Options.OTLP_METRICS_PROTOCOL, Options.OTLP_PROTOCOL)))
        .endpoint(settings.get(Options.OTLP_METRICS_ENDPOINT))
        .headers(settings.get(Options.OTLP_METRICS_HEADERS, Options.OTLP_HEADERS))
        .gzip(
            "gzip".equals(settings.get(Options.OTLP_METRICS_COMPRESSION, Options.OTLP_COMPRESSION)))
        .certificate(settings.get(Options.OTLP_METRICS_CERTIFICATE, Options.OTLP_CERTIFICATE))
        .clientKey(settings.get(Options.OTLP_METRICS_CLIENT_KEY, Options.OTLP_CLIENT_KEY))
        .clientCertificate(
            settings.get(Options.OTLP_METRICS_CLIENT_CERTIFICATE, Options.OTLP_CLIENT_CERTIFICATE))
        .build();
  }

  /** What the configuration says about the signal of logs. */
  public static OtlpSettings forLogs(Configuration settings) {
    return common(settings, settings.get(Options.OTLP_LOGS_TIMEOUT, Options.OTLP_TIMEOUT))
        .logs()
        .protocol(protocol(settings.get(Options.OTLP_LOGS_PROTOCOL, Options.OTLP_PROTOCOL)))
        .endpoint(settings.get(Options.OTLP_LOGS_ENDPOINT))
        .headers(settings.get(Options.OTLP_LOGS_HEADERS, Options.OTLP_HEADERS))
        .gzip("gzip".equals(settings.get(Options.OTLP_LOGS_COMPRESSION, Options.OTLP_COMPRESSION)))
        .certificate(settings.get(Options.OTLP_LOGS_CERTIFICATE, Options.OTLP_CERTIFICATE))
        .clientKey(settings.get(Options.OTLP_LOGS_CLIENT_KEY, Options.OTLP_CLIENT_KEY))
        .clientCertificate(
            settings.get(Options.OTLP_LOGS_CLIENT_CERTIFICATE, Options.OTLP_CLIENT_CERTIFICATE))
        .build();
  }

  private static Builder common(Configuration settings, long timeout) {
    return builder()
        .base(settings.get(Options.OTLP_ENDPOINT))
        // OpenTelemetry: 0 means no limit. Ours is a day.
        .timeoutMillis(
            (int) (timeout <= 0 ? MAX_TIMEOUT_MILLIS : Math.min(timeout, MAX_TIMEOUT_MILLIS)))
        .retry(!settings.get(Options.OTLP_RETRY_DISABLED))
        .jdkClient(!settings.get(Options.JAVA8));
  }

  private static Protocol protocol(String name) {
    return "grpc".equals(name) ? Protocol.GRPC : Protocol.HTTP_PROTOBUF;
  }

  public static Builder builder() {
    return new Builder();
  }

  public Protocol protocol() {
    return protocol;
  }

  /** The full URL of the signal. */
  public String endpoint() {
    return endpoint;
  }

  /** Sent with every request; their values may be secrets. */
  public Map<String, String> headers() {
    return headers;
  }

  /** For one attempt, in milliseconds. */
  public int timeoutMillis() {
    return timeoutMillis;
  }

  public boolean isGzip() {
    return gzip;
  }

  /** PEM file of the certificates to trust, or null for the JVM's own. */
  public String certificate() {
    return certificate;
  }

  /** PEM file of the client's private key, or null. */
  public String clientKey() {
    return clientKey;
  }

  /** PEM file of the client's certificate, or null. */
  public String clientCertificate() {
    return clientCertificate;
  }

  /** Whether what failed for a passing reason is sent again. */
  public boolean isRetry() {
    return retry;
  }

  /** Whether {@code java.net.http} may be used where it exists. */
  boolean isJdkClient() {
    return jdkClient;
  }

  /** Collects settings; every method replaces what was set before. Not thread-safe. */
  public static final class Builder {
    private Protocol protocol = Protocol.HTTP_PROTOBUF;
    private String path = TRACES_PATH;
    private String base;
    private String endpoint;
    private Map<String, String> headers = Collections.emptyMap();
    private int timeoutMillis = DEFAULT_TIMEOUT_MILLIS;
    private boolean gzip;
    private String certificate;
    private String clientKey;
    private String clientCertificate;
    private boolean retry = true;
    private boolean jdkClient = true;

    private Builder() {}

    public Builder protocol(Protocol protocol) {
      this.protocol = protocol;
      return this;
    }

    /** For the signal of metrics; without it that of traces. */
    public Builder metrics() {
      this.path = METRICS_PATH;
      return this;
    }

    /** For the signal of logs; without it that of traces. */
    public Builder logs() {
      this.path = LOGS_PATH;
      return this;
    }

    /** {@code otel.exporter.otlp.endpoint}: a base URL; null means the protocol's default. */
    public Builder base(String base) {
      this.base = base;
      return this;
    }

    /** {@code otel.exporter.otlp.<signal>.endpoint}: used as it is; null means by {@link #base}. */
    public Builder endpoint(String endpoint) {
      this.endpoint = endpoint;
      return this;
    }

    public Builder headers(Map<String, String> headers) {
      this.headers = headers;
      return this;
    }

    public Builder timeoutMillis(int timeoutMillis) {
      this.timeoutMillis = timeoutMillis;
      return this;
    }

    public Builder gzip(boolean gzip) {
      this.gzip = gzip;
      return this;
    }

    public Builder certificate(String file) {
      this.certificate = file;
      return this;
    }

    public Builder clientKey(String file) {
      this.clientKey = file;
      return this;
    }

    public Builder clientCertificate(String file) {
      this.clientCertificate = file;
      return this;
    }

    public Builder retry(boolean retry) {
      this.retry = retry;
      return this;
    }

    /** False keeps to Java 8 classes: OkHttp sends HTTP as well. */
    public Builder jdkClient(boolean jdkClient) {
      this.jdkClient = jdkClient;
      return this;
    }

    public OtlpSettings build() {
      return new OtlpSettings(this);
    }
  }
}
