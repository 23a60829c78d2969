package com.example.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;

/**
 * A small web service: {@code /ok/…} answers, {@code /fail/…} fails, {@code /slow/…} takes its time
 * and {@code /relay/…} asks the next service, if it was told of one. Prints its port when it is
 * ready.
 */
public final class RelayApplication {
  /** What {@code /slow/…} takes at least. */
  public static final long SLOW_MILLIS = 550;

  private RelayApplication() {}

  /** A folder of its own, then, for a relay, where the next one is: {@code http://host:port}. */
  public static void main(String[] arguments) throws Exception {
    Path base = Files.createDirectories(Path.of(arguments[0]));
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.setPort(0);
    tomcat.getConnector().setProperty("address", "127.0.0.1");
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    tomcat.getConnector().setProperty("maxThreads", "20");
    Context context = tomcat.addContext("", base.toAbsolutePath().toString());
    Tomcat.addServlet(context, "all", new Answers(arguments.length > 1 ? arguments[1] : null));
    for (String path : new String[] {"/ok/*", "/fail/*", "/slow/*", "/relay/*"}) {
      context.addServletMappingDecoded(path, "all");
    }
    tomcat.start();
    System.out.println("listening on " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }

  private static final class Answers extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final String next;

    Answers(String next) {
      this.next = next;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      switch (request.getServletPath()) {
        case "/fail":
          response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
          break;
        case "/slow":
          work();
          break;
        case "/relay":
          response.setStatus(ask(next + "/ok" + request.getPathInfo()));
          break;
        default:
          break;
      }
      response.setContentLength(2);
      response.getOutputStream().print("ok");
    }

    private static void work() {
      try {
        Thread.sleep(SLOW_MILLIS);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      }
    }

    private static int ask(String url) throws IOException {
      HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
      try (InputStream in = connection.getInputStream()) {
        in.readAllBytes();
      }
      return connection.getResponseCode();
    }
  }
}
