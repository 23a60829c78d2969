package io.obsagent.engine.export;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider;
import io.opentelemetry.exporter.sender.okhttp.internal.OkHttpHttpSenderProvider;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.function.Consumer;

/**
 * Gives OpenTelemetry's exporters their senders: the JDK's HTTP client through a class of ours
 * where it exists, else OkHttp. Each sender is tapped: the real answer goes to our {@link Attempt},
 * while the exporter above is always told that all went well, so that it frees its buffers and logs
 * nothing.
 *
 * <p>{@link #next} and the senders' {@code send} run on the exporting thread; answers on the
 * senders' threads.
 */
final class TappedSenders implements ComponentLoader {
  private static final String JDK_CLIENT = "java.net.http.HttpClient";
  private static final String JDK_SENDER = "io.obsagent.engine.export.JdkHttpSenderProvider";
  private static final int MAX_SHOWN = 200;

  private final boolean jdkClient;
  private final Runnable wake;
  private Attempt next;
  private MessageWriter body;

  TappedSenders(boolean jdkClient, Runnable wake) {
    this.jdkClient = jdkClient;
    this.wake = wake;
  }

  /** Whose request the next {@code send} will be. */
  void next(Attempt attempt) {
    next(attempt, null);
  }

  /**
   * The same.
   *
   * @param message to send instead of what the exporter will have encoded; null sends that
   */
  void next(Attempt attempt, MessageWriter message) {
    next = attempt;
    body = message;
  }

  /** Whether a sender has taken what {@link #next} announced. */
  boolean isTaken() {
    return next == null;
  }

  private Attempt take() {
    Attempt attempt = next;
    next = null;
    return attempt;
  }

  private MessageWriter bodyInsteadOf(MessageWriter encoded) {
    MessageWriter message = body == null ? encoded : body;
    body = null;
    return message;
  }

  @Override
  public <T> Iterable<T> load(Class<T> type) {
    if (type == HttpSenderProvider.class) {
      return Collections.singletonList(type.cast(new HttpTap(httpProvider())));
    }
    if (type == GrpcSenderProvider.class) {
      return Collections.singletonList(type.cast(new GrpcTap()));
    }
    return Collections.emptyList();
  }

  /**
   * The class of ours needs Java 11: it is named, not referred to, and loaded only if it can be.
   */
  private HttpSenderProvider httpProvider() {
    if (jdkClient) {
      try {
        ClassLoader loader = TappedSenders.class.getClassLoader();
        Class.forName(JDK_CLIENT, false, loader);
        return (HttpSenderProvider)
            Class.forName(JDK_SENDER, true, loader).getDeclaredConstructor().newInstance();
      } catch (ReflectiveOperationException | LinkageError absent) {
        // Java 8, or an image without the module.
      }
    }
    return new OkHttpHttpSenderProvider();
  }

  private void answered(Attempt attempt, HttpResponse response) {
    int status = response.getStatusCode();
    if (status >= 200 && status < 300) {
      attempt.accepted(PartialSuccess.of(response.getResponseBody()));
    } else if (status == 429 || status == 502 || status == 503 || status == 504) {
      long wait = response instanceof RetryAfter ? ((RetryAfter) response).retryAfterMillis() : 0;
      attempt.failed("HTTP " + status, wait);
    } else {
      attempt.rejected("HTTP " + status + text(response.getResponseBody()));
    }
  }

  /** What a refusal says about itself, if that is text. */
  private static String text(byte[] body) {
    if (body == null || body.length == 0) {
      return "";
    }
    String text =
        new String(body, 0, Math.min(body.length, MAX_SHOWN), StandardCharsets.UTF_8).trim();
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i)) || text.charAt(i) == '\ufffd') {
        return "";
      }
    }
    return text.isEmpty() ? "" : ": " + text;
  }

  private void answered(Attempt attempt, GrpcResponse response) {
    GrpcStatusCode status = response.getStatusCode();
    switch (status) {
      case OK:
        attempt.accepted(PartialSuccess.of(response.getResponseMessage()));
        break;
      case CANCELLED:
      case DEADLINE_EXCEEDED:
      case RESOURCE_EXHAUSTED:
      case ABORTED:
      case OUT_OF_RANGE:
      case UNAVAILABLE:
      case DATA_LOSS:
        attempt.failed("gRPC " + status, 0);
        break;
      default:
        attempt.rejected("gRPC " + status);
    }
  }

  private static String reason(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null
        && (cause instanceof java.util.concurrent.CompletionException
            || cause instanceof java.util.concurrent.ExecutionException)) {
      cause = cause.getCause();
    }
    if (cause instanceof ConnectException) {
      return "no connection";
    }
    String message = cause.getMessage();
    String type = cause.getClass().getSimpleName();
    return message == null ? type : type + ": " + message;
  }

  private final class HttpTap implements HttpSenderProvider {
    private final HttpSenderProvider provider;

    HttpTap(HttpSenderProvider provider) {
      this.provider = provider;
    }

    @Override
    public HttpSender createSender(HttpSenderConfig config) {
      return new TappedHttp(provider.createSender(config));
    }
  }

  private final class TappedHttp implements HttpSender {
    private final HttpSender sender;

    TappedHttp(HttpSender sender) {
      this.sender = sender;
    }

    @Override
    public void send(
        MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
      Attempt attempt = take();
      sender.send(
          bodyInsteadOf(message),
          response -> {
            try {
              onResponse.accept(Fine.INSTANCE);
            } finally {
              answered(attempt, response);
              wake.run();
            }
          },
          error -> {
            try {
              onResponse.accept(Fine.INSTANCE);
            } finally {
              attempt.failed(reason(error), 0);
              wake.run();
            }
          });
    }

    @Override
    public CompletableResultCode shutdown() {
      return sender.shutdown();
    }
  }

  private final class GrpcTap implements GrpcSenderProvider {
    @Override
    public GrpcSender createSender(GrpcSenderConfig config) {
      return new TappedGrpc(new OkHttpGrpcSenderProvider().createSender(config));
    }
  }

  private final class TappedGrpc implements GrpcSender {
    private final GrpcSender sender;

    TappedGrpc(GrpcSender sender) {
      this.sender = sender;
    }

    @Override
    public void send(
        MessageWriter message, Consumer<GrpcResponse> onResponse, Consumer<Throwable> onError) {
      Attempt attempt = take();
      sender.send(
          bodyInsteadOf(message),
          response -> {
            try {
              onResponse.accept(FineGrpc.INSTANCE);
            } finally {
              answered(attempt, response);
              wake.run();
            }
          },
          error -> {
            try {
              onResponse.accept(FineGrpc.INSTANCE);
            } finally {
              attempt.failed(reason(error), 0);
              wake.run();
            }
          });
    }

    @Override
    public CompletableResultCode shutdown() {
      return sender.shutdown();
    }
  }

  private static final class Fine implements HttpResponse {
    private static final Fine INSTANCE = new Fine();

    @Override
    public int getStatusCode() {
      return 200;
    }

    @Override
    public String getStatusMessage() {
      return "OK";
    }

    @Override
    public byte[] getResponseBody() {
      return new byte[0];
    }
  }

  private static final class FineGrpc implements GrpcResponse {
    private static final FineGrpc INSTANCE = new FineGrpc();

    @Override
    public GrpcStatusCode getStatusCode() {
      return GrpcStatusCode.OK;
    }

    @Override
    public String getStatusDescription() {
      return "";
    }

    @Override
    public byte[] getResponseMessage() {
      return new byte[0];
    }
  }
}
