package contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.servlet.AsyncContext;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;

/** Reads and writes only when the container says it can. */
final class NonBlockingEcho implements ReadListener, WriteListener {
  static final Page PAGE =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        new NonBlockingEcho(async, request.getInputStream()).listen();
      };

  private final AsyncContext async;
  private final ServletInputStream in;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private ServletOutputStream out;
  private int written;

  private NonBlockingEcho(AsyncContext async, ServletInputStream in) {
    this.async = async;
    this.in = in;
  }

  private void listen() {
    in.setReadListener(this);
  }

  @Override
  public void onDataAvailable() throws IOException {
    byte[] buffer = new byte[1024];
    while (in.isReady() && !in.isFinished()) {
      int length = in.read(buffer);
      if (length < 0) {
        return;
      }
      body.write(buffer, 0, length);
    }
  }

  @Override
  public void onAllDataRead() throws IOException {
    out = async.getResponse().getOutputStream();
    out.setWriteListener(this);
  }

  @Override
  public void onWritePossible() throws IOException {
    byte[] bytes = body.toByteArray();
    while (written < bytes.length && out.isReady()) {
      int length = Math.min(512, bytes.length - written);
      out.write(bytes, written, length);
      written += length;
    }
    if (written == bytes.length && out.isReady()) {
      async.complete();
    }
  }

  @Override
  public void onError(Throwable fault) {
    async.complete();
  }
}
