package contract;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.servlet.ServletContextHandler;

/** The contract application in an embedded Jetty 8. */
public final class Jetty8Launcher {
  private Jetty8Launcher() {}

  public static void main(String[] args) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler context =
        new ServletContextHandler(server, "/shop", ServletContextHandler.SESSIONS);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(500, "/oops");
    context.setErrorHandler(errors);
    context.addEventListener(new ContractApp());
    server.start();
    int port = server.getConnectors()[0].getLocalPort();
    System.out.println("listening on http://127.0.0.1:" + port);
    server.join();
  }
}
