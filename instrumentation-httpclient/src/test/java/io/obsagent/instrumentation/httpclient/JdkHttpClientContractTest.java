package io.obsagent.instrumentation.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

class JdkHttpClientContractTest extends AsyncHttpClientContractTest {
  @Override
  HttpClientDriver open() {
    return new JdkDriver(HttpClient.Version.HTTP_1_1);
  }

  static final class JdkDriver implements AsyncHttpClientDriver {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpClient client;

    JdkDriver(HttpClient.Version version) {
      client =
          HttpClient.newBuilder()
              .version(version)
              .executor(threads)
              .followRedirects(HttpClient.Redirect.NORMAL)
              .build();
    }

    private static HttpRequest request(Outgoing outgoing) {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(outgoing.uri)
              .method(outgoing.method, body(outgoing.bodyBytes))
              .timeout(outgoing.timeout);
      for (String[] header : outgoing.headers) {
        builder.header(header[0], header[1]);
      }
      return builder.build();
    }

    private static BodyPublisher body(long bytes) {
      return bytes < 0
          ? BodyPublishers.noBody()
          : BodyPublishers.fromPublisher(
              BodyPublishers.ofInputStream(() -> new Zeros(bytes)), bytes);
    }

    @Override
    public Sender prepare(Outgoing outgoing) {
      HttpRequest request = request(outgoing);
      return () -> {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        return new Answer(
            response.statusCode(),
            outgoing.leaveOpen
                ? -1
                : UrlConnectionContractTest.UrlConnectionDriver.read(response.body()));
      };
    }

    @Override
    public Pending start(Outgoing outgoing, Callback callback) {
      CompletableFuture<HttpResponse<Void>> future =
          client.sendAsync(request(outgoing), BodyHandlers.discarding());
      future.whenComplete(
          (response, failure) ->
              callback.done(response == null ? -1 : response.statusCode(), failure));
      return () -> future.cancel(true);
    }

    @Override
    public boolean showsRedirects() {
      return false;
    }

    @Override
    public boolean retries() {
      return true;
    }

    @Override
    public void close() {
      threads.shutdownNow();
    }
  }

  /** So many bytes, made as they are read. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long bytes) {
      left = bytes;
    }

    @Override
    public int read() {
      return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      left -= count;
      return count;
    }
  }
}
