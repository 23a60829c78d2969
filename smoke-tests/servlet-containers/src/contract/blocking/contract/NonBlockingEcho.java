package contract;

import java.io.InputStream;
import java.io.OutputStream;

/** The page of that name where the API has no non-blocking streams yet (Servlet 3.0). */
final class NonBlockingEcho {
  static final Page PAGE =
      (request, response) -> {
        InputStream in = request.getInputStream();
        OutputStream out = response.getOutputStream();
        byte[] block = new byte[1024];
        for (int n = in.read(block); n >= 0; n = in.read(block)) {
          out.write(block, 0, n);
        }
      };

  private NonBlockingEcho() {}
}
