package io.obsagent.engine.export;

import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Context;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.Compressor;
import io.opentelemetry.sdk.common.export.HttpResponse;
import io.opentelemetry.sdk.common.export.HttpSender;
import io.opentelemetry.sdk.common.export.HttpSenderConfig;
import io.opentelemetry.sdk.common.export.MessageWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Sends OTLP over HTTP/1.1 by the JDK's client: no third HTTP stack in the application's process.
 * The message is encoded on the calling thread into a buffer that is reused; the answer arrives on
 * one daemon thread which ends after some idle seconds and works in {@link Context#OWN}.
 *
 * <p>Redirects are not followed: the configured headers may be secrets, and they are meant for the
 * configured host.
 */
final class JdkHttpSender implements HttpSender {
  /** An answer's body is read up to this many bytes; what follows is thrown away. */
  private static final int MAX_BODY = 64 << 10;

  private static final int MAX_IDLE_BUFFERS = 4;
  private static final int MAX_KEPT_BUFFER = 512 << 10;
  private static final long IDLE_SECONDS = 10;

  private final HttpSenderConfig config;
  private final HttpClient client;
  private final ThreadPoolExecutor executor;
  private final LinkedBlockingQueue<Buffer> buffers = new LinkedBlockingQueue<>(MAX_IDLE_BUFFERS);

  JdkHttpSender(HttpSenderConfig config) {
    this.config = config;
    this.executor =
        new ThreadPoolExecutor(
            1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Threads());
    executor.allowCoreThreadTimeOut(true);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .executor(executor)
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.getConnectTimeout());
    if (config.getSslContext() != null) {
      builder.sslContext(config.getSslContext());
    }
    if (config.getProxyOptions() != null) {
      builder.proxy(config.getProxyOptions().getProxySelector());
    }
    this.client = builder.build();
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // All outcomes go to the two consumers.
  public void send(
      MessageWriter message, Consumer<HttpResponse> onResponse, Consumer<Throwable> onError) {
    Buffer polled = buffers.poll();
    Buffer buffer = polled == null ? new Buffer() : polled;
    HttpRequest request;
    try {
      request = request(message, buffer);
    } catch (IOException | RuntimeException unwritable) {
      onError.accept(unwritable);
      return;
    }
    client
        .sendAsync(request, info -> new CappedBody(MAX_BODY))
        .whenComplete(
            (response, error) -> {
              if (error != null) {
                // The client may still read the buffer of a request that timed out: not reused.
                onError.accept(error);
                return;
              }
              if (buffer.isWorthKeeping()) {
                buffers.offer(buffer);
              }
              onResponse.accept(
                  new Answer(
                      response.statusCode(),
                      response.body(),
                      retryAfterMillis(response.headers().firstValue("Retry-After").orElse(null))));
            });
  }

  private HttpRequest request(MessageWriter message, Buffer buffer) throws IOException {
    buffer.reset();
    Compressor compressor = config.getCompressor();
    if (compressor == null) {
      message.writeMessage(buffer);
    } else {
      try (OutputStream compressed = compressor.compress(buffer)) {
        message.writeMessage(compressed);
      }
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(config.getEndpoint())
            .timeout(atMost(config.getTimeout()))
            .header("Content-Type", config.getContentType())
            .POST(buffer.publisher());
    if (compressor != null) {
      request.header("Content-Encoding", compressor.getEncoding());
    }
    for (Map.Entry<String, List<String>> header : config.getHeadersSupplier().get().entrySet()) {
      for (String value : header.getValue()) {
        try {
          request.header(header.getKey(), value);
        } catch (IllegalArgumentException refused) {
          // Names only: the value may be a secret, and so may the exception's message.
          AgentLog.once(
              "otlp-header-" + header.getKey(),
              "the header "
                  + header.getKey()
                  + " for the collector cannot be sent and is left out");
        }
      }
    }
    return request.build();
  }

  /** The client does arithmetic on it that overflows for "no timeout". */
  private static Duration atMost(Duration timeout) {
    Duration day = Duration.ofDays(1);
    return timeout.compareTo(day) > 0 ? day : timeout;
  }

  /** Seconds or an HTTP date (RFC 9110, 10.2.3); 0 if absent, past or unreadable. */
  static long retryAfterMillis(String header) {
    if (header == null) {
      return 0;
    }
    String text = header.trim();
    try {
      return Math.max(0, Math.multiplyExact(Long.parseLong(text), 1_000L));
    } catch (NumberFormatException notSeconds) {
      try {
        ZonedDateTime until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
        return Math.max(0, until.toInstant().toEpochMilli() - System.currentTimeMillis());
      } catch (DateTimeParseException notDate) {
        return 0;
      }
    } catch (ArithmeticException tooFar) {
      return Long.MAX_VALUE;
    }
  }

  @Override
  public CompletableResultCode shutdown() {
    executor.shutdownNow();
    return CompletableResultCode.ofSuccess();
  }

  /** Its bytes can be published without being copied. */
  private static final class Buffer extends ByteArrayOutputStream {
    Buffer() {
      super(16 << 10);
    }

    /** One exceptional request must not cost its memory for ever. */
    boolean isWorthKeeping() {
      return buf.length <= MAX_KEPT_BUFFER;
    }

    HttpRequest.BodyPublisher publisher() {
      return new SlicedBody(buf, count);
    }
  }

  /**
   * The JDK's client asks for threads from one of its own, which under a security manager may do
   * nothing at all; threads inherit that.
   */
  private static final class Threads implements ThreadFactory {
    @Override
    @SuppressWarnings({"removal", "RedundantSuppression"}) // deprecated since 17
    public Thread newThread(Runnable work) {
      return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> thread(work));
    }

    private static Thread thread(Runnable work) {
      Thread thread = new Thread(null, new InSuppressed(work), "obs-agent-http", 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(null);
      return thread;
    }
  }

  private static final class InSuppressed implements Runnable {
    private final Runnable work;

    InSuppressed(Runnable work) {
      this.work = work;
    }

    @Override
    public void run() {
      Context.OWN.makeCurrent();
      work.run();
    }
  }

  private static final class Answer implements HttpResponse, RetryAfter {
    private final int status;
    private final byte[] body;
    private final long retryAfterMillis;

    Answer(int status, byte[] body, long retryAfterMillis) {
      this.status = status;
      this.body = body;
      this.retryAfterMillis = retryAfterMillis;
    }

    @Override
    public int getStatusCode() {
      return status;
    }

    @Override
    public String getStatusMessage() {
      return "";
    }

    @Override
    public byte[] getResponseBody() {
      return body;
    }

    @Override
    public long retryAfterMillis() {
      return retryAfterMillis;
    }
  }
}
