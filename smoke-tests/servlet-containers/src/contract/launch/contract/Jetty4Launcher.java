package contract;

import java.net.ServerSocket;
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
    server.addWebApplication(null, "/shop", System.getProperty("webapp"), null, false);
    server.start();
    System.out.println("listening on http://127.0.0.1:" + port);
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
