package com.example.apache5;

import io.obsagent.instrumentation.httpclient.AsyncHttpClientDriver;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.hc.client5.http.async.methods.ConfigurableHttpRequest;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.EntityDetails;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.Message;
import org.apache.hc.core5.http.nio.AsyncEntityConsumer;
import org.apache.hc.core5.http.nio.AsyncEntityProducer;
import org.apache.hc.core5.http.nio.CapacityChannel;
import org.apache.hc.core5.http.nio.DataStreamChannel;
import org.apache.hc.core5.http.nio.support.BasicRequestProducer;
import org.apache.hc.core5.http.nio.support.BasicResponseConsumer;
import org.apache.hc.core5.util.Timeout;

/** {@code HttpAsyncClients.custom()} of HttpClient 5; an answer cannot be left open. */
public final class AsyncDriver implements AsyncHttpClientDriver {
  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom()
          .setConnectionManager(
              PoolingAsyncClientConnectionManagerBuilder.create().setMaxConnPerRoute(8).build())
          .build();

  public AsyncDriver() {
    client.start();
  }

  @Override
  public Sender prepare(Outgoing outgoing) {
    ConfigurableHttpRequest request = request(outgoing);
    return () -> {
      try {
        Message<HttpResponse, Long> answer = send(request, outgoing, null).get();
        return new Answer(
            answer.getHead().getCode(), answer.getBody() == null ? 0 : answer.getBody());
      } catch (ExecutionException failed) {
        throw (Exception) failed.getCause();
      }
    };
  }

  @Override
  public Pending start(Outgoing outgoing, Callback callback) {
    Future<?> future = send(request(outgoing), outgoing, new Told(callback));
    return () -> future.cancel(true);
  }

  private Future<Message<HttpResponse, Long>> send(
      ConfigurableHttpRequest request,
      Outgoing outgoing,
      FutureCallback<Message<HttpResponse, Long>> callback) {
    return client.execute(
        new BasicRequestProducer(
            request, outgoing.bodyBytes < 0 ? null : new Zeros(outgoing.bodyBytes)),
        new BasicResponseConsumer<>(new Counted()),
        callback);
  }

  private static ConfigurableHttpRequest request(Outgoing outgoing) {
    ConfigurableHttpRequest request = new ConfigurableHttpRequest(outgoing.method, outgoing.uri);
    for (String[] header : outgoing.headers) {
      request.addHeader(header[0], header[1]);
    }
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.ofMilliseconds(outgoing.timeout.toMillis()))
            .build());
    return request;
  }

  @Override
  public boolean takesUserInfo() {
    return false;
  }

  @Override
  public void close() throws Exception {
    client.close();
  }

  private static final class Told implements FutureCallback<Message<HttpResponse, Long>> {
    private final Callback callback;

    Told(Callback callback) {
      this.callback = callback;
    }

    @Override
    public void completed(Message<HttpResponse, Long> answer) {
      callback.done(answer.getHead().getCode(), null);
    }

    @Override
    public void failed(Exception thrown) {
      callback.done(-1, thrown);
    }

    @Override
    public void cancelled() {
      callback.done(-1, new CancellationException());
    }
  }

  /** How many bytes there were. */
  private static final class Counted implements AsyncEntityConsumer<Long> {
    private FutureCallback<Long> told;
    private long bytes;

    @Override
    public void streamStart(EntityDetails details, FutureCallback<Long> callback) {
      told = callback;
    }

    @Override
    public void updateCapacity(CapacityChannel channel) throws java.io.IOException {
      channel.update(Integer.MAX_VALUE);
    }

    @Override
    public void consume(ByteBuffer data) {
      bytes += data.remaining();
      data.position(data.limit());
    }

    @Override
    public void streamEnd(List<? extends Header> trailers) {
      told.completed(bytes);
    }

    @Override
    public Long getContent() {
      return bytes;
    }

    @Override
    public void failed(Exception cause) {
      if (told != null) {
        told.failed(cause);
      }
    }

    @Override
    public void releaseResources() {}
  }

  /** So many bytes, made as they are sent. */
  private static final class Zeros implements AsyncEntityProducer {
    private final long bytes;
    private final ByteBuffer chunk = ByteBuffer.allocate(64 << 10);
    private long left;

    Zeros(long bytes) {
      this.bytes = bytes;
      left = bytes;
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public long getContentLength() {
      return bytes;
    }

    @Override
    public String getContentType() {
      return null;
    }

    @Override
    public String getContentEncoding() {
      return null;
    }

    @Override
    public boolean isChunked() {
      return false;
    }

    @Override
    public Set<String> getTrailerNames() {
      return Set.of();
    }

    @Override
    public int available() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void produce(DataStreamChannel channel) throws java.io.IOException {
      while (left > 0) {
        chunk.clear();
        chunk.limit((int) Math.min(left, chunk.capacity()));
        int written = channel.write(chunk);
        left -= written;
        if (written == 0) {
          return;
        }
      }
      channel.endStream();
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
  }
}
