package contract;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Enumeration;
import java.util.TreeSet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** Pages that answer on the thread of the request. */
final class Pages {
  static final Page SYNC =
      (request, response) -> {
        Work.on("sync");
        response.setHeader("X-Answer", "forty-two");
        response.getWriter().print("sync");
      };

  static final Page NOTHING_HERE = (request, response) -> response.sendError(404);

  /** The attributes an application finds: ours must not be among them. */
  static final Page ATTRIBUTES =
      (request, response) -> {
        TreeSet<String> names = new TreeSet<>();
        for (Enumeration<String> all = request.getAttributeNames(); all.hasMoreElements(); ) {
          names.add(all.nextElement());
        }
        response.getWriter().print(names);
      };

  /** Sets the encoding before anybody may have parsed the parameters. */
  static final Page PARAMETERS =
      (request, response) -> {
        request.setCharacterEncoding("UTF-8");
        response.setContentType("text/plain;charset=UTF-8");
        response.getWriter().print(request.getParameter("name"));
      };

  static final Page BODY =
      (request, response) -> {
        InputStream in = request.getInputStream();
        int length = 0;
        for (int next = in.read(); next >= 0; next = in.read()) {
          length++;
        }
        response.getWriter().print(length);
      };

  static final Page STATUS =
      (request, response) -> {
        response.setStatus(Integer.parseInt(request.getPathInfo().substring(1)));
        response.getWriter().print("status");
      };

  static final Page SEND_ERROR =
      (request, response) ->
          response.sendError(Integer.parseInt(request.getPathInfo().substring(1)));

  static final Page REDIRECT =
      (request, response) -> response.sendRedirect(request.getContextPath() + "/sync");

  static final Page THROW =
      (request, response) -> {
        throw new IllegalStateException("no stock");
      };

  static final Page THROW_COMMITTED =
      (request, response) -> {
        response.getWriter().print("half of it");
        response.flushBuffer();
        throw new IllegalStateException("too late");
      };

  static final Page FORWARD =
      (request, response) -> request.getRequestDispatcher("/part").forward(request, response);

  static final Page INCLUDE =
      (request, response) -> {
        request.getRequestDispatcher("/part").include(request, response);
        response.getWriter().print(" included");
      };

  static final Page PART =
      (request, response) -> {
        Work.on("part");
        response.getWriter().print("part");
      };

  static final Page ERROR_PAGE =
      (request, response) -> {
        Work.on("error_page");
        response.getWriter().print("oops");
      };

  /** Writes until the client is gone. */
  static final Page STREAM = Pages::stream;

  private Pages() {}

  private static void stream(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    OutputStream out = response.getOutputStream();
    byte[] block = new byte[64 * 1024];
    for (int i = 0; i < 100_000; i++) {
      out.write(block);
      out.flush();
    }
  }
}
