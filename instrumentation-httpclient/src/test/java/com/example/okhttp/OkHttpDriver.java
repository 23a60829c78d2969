package com.example.okhttp;

import io.obsagent.instrumentation.httpclient.AsyncHttpClientDriver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import okhttp3.Cache;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.BufferedSink;

/** OkHttp, by what all its versions have. */
public final class OkHttpDriver implements AsyncHttpClientDriver {
  private final Cache cache;
  private final OkHttpClient client;

  public OkHttpDriver() throws IOException {
    cache = new Cache(Files.createTempDirectory(Path.of("target"), "okhttp").toFile(), 1 << 20);
    client = new OkHttpClient.Builder().cache(cache).build();
  }

  @Override
  public Sender prepare(Outgoing outgoing) {
    Request request = request(outgoing);
    OkHttpClient own = within(outgoing);
    return () -> answer(outgoing, own.newCall(request).execute());
  }

  private OkHttpClient within(Outgoing outgoing) {
    return client
        .newBuilder()
        .readTimeout(outgoing.timeout.toMillis(), TimeUnit.MILLISECONDS)
        .build();
  }

  @Override
  public Pending start(Outgoing outgoing, Callback callback) {
    Call call = within(outgoing).newCall(request(outgoing));
    call.enqueue(
        new okhttp3.Callback() {
          @Override
          public void onFailure(Call failed, IOException thrown) {
            callback.done(-1, thrown);
          }

          @Override
          public void onResponse(Call done, Response response) {
            response.body().close();
            callback.done(response.code(), null);
          }
        });
    return call::cancel;
  }

  private static Request request(Outgoing outgoing) {
    Request.Builder builder =
        new Request.Builder()
            .url(outgoing.uri.toString())
            .method(outgoing.method, outgoing.bodyBytes < 0 ? null : body(outgoing.bodyBytes));
    for (String[] header : outgoing.headers) {
      builder.addHeader(header[0], header[1]);
    }
    return builder.build();
  }

  private static RequestBody body(long bytes) {
    return new RequestBody() {
      @Override
      public MediaType contentType() {
        return null;
      }

      @Override
      public long contentLength() {
        return bytes;
      }

      @Override
      public void writeTo(BufferedSink sink) throws IOException {
        byte[] chunk = new byte[(int) Math.min(bytes, 64 << 10)];
        for (long left = bytes; left > 0; left -= chunk.length) {
          sink.write(chunk, 0, (int) Math.min(left, chunk.length));
        }
      }
    };
  }

  private static Answer answer(Outgoing outgoing, Response response) throws IOException {
    long bytes = 0;
    if (!outgoing.leaveOpen) {
      byte[] buffer = new byte[64 << 10];
      try (ResponseBody body = response.body();
          InputStream in = body.byteStream()) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          bytes += read;
        }
      }
    }
    return new Answer(response.code(), bytes);
  }

  @Override
  public void close() throws IOException {
    cache.delete();
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
