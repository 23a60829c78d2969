package contract;

import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The contract application in an embedded Jetty 12. */
public final class Jetty12Launcher {
  private Jetty12Launcher() {}

  public static void main(String[] args) throws Exception {
    Server server = new Server(new InetSocketAddress("127.0.0.1", 0));
    ServletContextHandler context =
        new ServletContextHandler("/shop", ServletContextHandler.SESSIONS);
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.addErrorPage(500, "/oops");
    context.setErrorHandler(errors);
    context.addEventListener(new ContractApp());
    server.setHandler(context);
    server.start();
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    System.out.println("listening on http://127.0.0.1:" + port);
    server.join();
  }
}
