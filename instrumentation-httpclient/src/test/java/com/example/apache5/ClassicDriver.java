package com.example.apache5;

import io.obsagent.instrumentation.httpclient.HttpClientDriver;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.InputStreamEntity;
import org.apache.hc.core5.util.Timeout;

/** {@code HttpClients.custom()} of HttpClient 5. */
public final class ClassicDriver implements HttpClientDriver {
  private final CloseableHttpClient client =
      HttpClients.custom()
          .setConnectionManager(
              PoolingHttpClientConnectionManagerBuilder.create().setMaxConnPerRoute(8).build())
          .build();

  @Override
  @SuppressWarnings("deprecation") // What returns the response open, in every version.
  public Sender prepare(Outgoing outgoing) {
    HttpUriRequestBase request = new HttpUriRequestBase(outgoing.method, outgoing.uri);
    for (String[] header : outgoing.headers) {
      request.addHeader(header[0], header[1]);
    }
    if (outgoing.bodyBytes >= 0) {
      request.setEntity(
          new InputStreamEntity(new Zeros(outgoing.bodyBytes), outgoing.bodyBytes, null));
    }
    request.setConfig(
        RequestConfig.custom()
            .setResponseTimeout(Timeout.ofMilliseconds(outgoing.timeout.toMillis()))
            .build());
    return () -> answer(outgoing, client.execute(request));
  }

  private static Answer answer(Outgoing outgoing, ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    long bytes = 0;
    if (entity != null && !outgoing.leaveOpen) {
      byte[] buffer = new byte[64 << 10];
      try (InputStream body = entity.getContent()) {
        for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
          bytes += read;
        }
      }
    }
    return new Answer(response.getCode(), bytes);
  }

  @Override
  public boolean retries() {
    return true;
  }

  @Override
  public boolean showsRetries() {
    return true;
  }

  @Override
  public boolean takesUserInfo() {
    return false;
  }

  @Override
  public void close() throws Exception {
    client.close();
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
    public int read(byte[] buffer, int offset, int length) {
      if (left <= 0) {
        return -1;
      }
      int count = (int) Math.min(left, length);
      left -= count;
      return count;
    }
  }
}
