package io.obsagent.instrumentation.httpclient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;

class UrlConnectionContractTest extends HttpClientContractTest {
  @Override
  HttpClientDriver open() {
    return new UrlConnectionDriver();
  }

  static final class UrlConnectionDriver implements HttpClientDriver {
    @Override
    public Sender prepare(Outgoing outgoing) {
      // A connection is one request; it cannot be sent again.
      return () -> sendOnce(outgoing);
    }

    private static Answer sendOnce(Outgoing outgoing) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) outgoing.uri.toURL().openConnection();
      connection.setRequestMethod(outgoing.method);
      connection.setConnectTimeout((int) outgoing.timeout.toMillis());
      connection.setReadTimeout((int) outgoing.timeout.toMillis());
      for (String[] header : outgoing.headers) {
        connection.addRequestProperty(header[0], header[1]);
      }
      if (outgoing.bodyBytes >= 0) {
        connection.setDoOutput(true);
        if (outgoing.bodyBytes > 100_000) {
          connection.setChunkedStreamingMode(0);
        }
        try (OutputStream body = connection.getOutputStream()) {
          write(body, outgoing.bodyBytes);
        }
      }
      int status = connection.getResponseCode();
      if (outgoing.leaveOpen) {
        return new Answer(status, -1);
      }
      InputStream body = status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      return new Answer(status, body == null ? 0 : read(body));
    }

    static void write(OutputStream body, long bytes) throws IOException {
      byte[] chunk = new byte[64 << 10];
      for (long left = bytes; left > 0; left -= chunk.length) {
        body.write(chunk, 0, (int) Math.min(left, chunk.length));
      }
    }

    static long read(InputStream body) throws IOException {
      try (body) {
        byte[] chunk = new byte[64 << 10];
        long bytes = 0;
        for (int read = body.read(chunk); read >= 0; read = body.read(chunk)) {
          bytes += read;
        }
        return bytes;
      }
    }

    @Override
    public boolean retries() {
      return true;
    }

    @Override
    public boolean takesAnyMethod() {
      return false;
    }

    @Override
    public void close() {}
  }
}
