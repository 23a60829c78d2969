package com.example.apache4;

import io.obsagent.instrumentation.httpclient.HttpClientDriver.Answer;
import io.obsagent.instrumentation.httpclient.HttpClientDriver.Outgoing;
import java.io.IOException;
import java.io.InputStream;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.entity.InputStreamEntity;

/** Requests and answers of HttpClient 4, by what all its versions have. */
final class Requests {
  private Requests() {}

  static HttpRequestBase of(Outgoing outgoing) {
    HttpRequestBase request;
    if (outgoing.bodyBytes >= 0) {
      WithBody withBody = new WithBody(outgoing.method);
      withBody.setEntity(new InputStreamEntity(new Zeros(outgoing.bodyBytes), outgoing.bodyBytes));
      request = withBody;
    } else {
      request = new WithoutBody(outgoing.method);
    }
    request.setURI(outgoing.uri);
    for (String[] header : outgoing.headers) {
      request.addHeader(header[0], header[1]);
    }
    return request;
  }

  static Answer answer(Outgoing outgoing, HttpResponse response) throws IOException {
    int status = response.getStatusLine().getStatusCode();
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
    return new Answer(status, bytes);
  }

  private static final class WithBody extends HttpEntityEnclosingRequestBase {
    private final String method;

    WithBody(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  private static final class WithoutBody extends HttpRequestBase {
    private final String method;

    WithoutBody(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  /** So many bytes that are never in memory together. */
  private static final class Zeros extends InputStream {
    private long left;

    Zeros(long size) {
      left = size;
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
