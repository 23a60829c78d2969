package contract;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.logging.Logger;
import javax.servlet.ServletException;

/** Pages about who a request is: they log, call others, have sessions and headers of their own. */
final class IdentityPages {
  private static final Logger LOGGER = Logger.getLogger("contract");

  /** Logs, asks another service and answers with what that said. */
  static final Page CALL =
      (request, response) -> {
        LOGGER.info("called " + request.getParameter("name"));
        URL other = new URL("http://127.0.0.1:" + request.getParameter("port") + "/other");
        response.getWriter().print(read((HttpURLConnection) other.openConnection()));
      };

  static final Page LOGIN =
      (request, response) -> {
        request.getSession().setAttribute("cart", "c-17");
        try {
          request.login("ada", "analytical");
        } catch (ServletException noUsersHere) {
          LOGGER.info("nobody can log in");
        }
        response.getWriter().print("welcome");
      };

  static final Page LOGOUT =
      (request, response) -> {
        request.getSession().invalidate();
        response.getWriter().print("bye");
      };

  /** Whether anybody has made a session. */
  static final Page SESSION =
      (request, response) -> response.getWriter().print(request.getSession(false) != null);

  /** Has an opinion on its own headers. */
  static final Page OWN =
      (request, response) -> {
        response.setHeader("X-Request-ID", "mine");
        response.addHeader("Server-Timing", "db;dur=3");
        response.getWriter().print("own");
      };

  /** On its way before the request is over. */
  static final Page FLUSHED =
      (request, response) -> {
        response.getWriter().print("flushed");
        response.flushBuffer();
      };

  private IdentityPages() {}

  private static String read(HttpURLConnection connection) throws Exception {
    try (InputStream in = connection.getInputStream()) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        body.write(next);
      }
      return body.toString("UTF-8");
    }
  }
}
