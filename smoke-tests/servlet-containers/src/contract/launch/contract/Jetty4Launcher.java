package contract;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import org.mortbay.http.SocketListener;
import org.mortbay.jetty.Server;
import org.mortbay.util.InetAddrPort;

/** The contract application in an embedded Jetty 4, of the time of Servlet 2.3. */
public final class Jetty4Launcher {
  private Jetty4Launcher() {}

  public static void main(String[] args) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Server server = new Server();
    server.addListener(new SocketListener(new InetAddrPort("127.0.0.1", port)));
    // Without its own defaults, which want a JSP engine.
    server.addWebApplication(null, "/shop", withoutErrorPages().toString(), null, false);
    server.start();
    System.out.println("listening on http://127.0.0.1:" + port);
    new java.util.concurrent.CountDownLatch(1).await();
  }

  /** An error page gets a request of its own here, which nothing ties to the one that failed. */
  private static Path withoutErrorPages() throws IOException {
    Path from = Paths.get(System.getProperty("webapp"), "WEB-INF", "web.xml");
    String xml = new String(Files.readAllBytes(from), StandardCharsets.ISO_8859_1);
    Path webapp = Files.createTempDirectory("webapp");
    Path to = Files.createDirectory(webapp.resolve("WEB-INF")).resolve("web.xml");
    String rest = xml.replaceAll("(?s)<error-page>.*</error-page>", "");
    Files.write(to, rest.getBytes(StandardCharsets.ISO_8859_1));
    return webapp;
  }
}
