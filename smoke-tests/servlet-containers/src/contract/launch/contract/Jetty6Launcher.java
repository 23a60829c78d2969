package contract;

import org.mortbay.jetty.Server;
import org.mortbay.jetty.bio.SocketConnector;
import org.mortbay.jetty.webapp.WebAppContext;

/** The contract application in an embedded Jetty 6. */
public final class Jetty6Launcher {
  private Jetty6Launcher() {}

  public static void main(String[] args) throws Exception {
    Server server = new Server();
    SocketConnector connector = new SocketConnector();
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    WebAppContext context = new WebAppContext(System.getProperty("webapp"), "/shop");
    context.setParentLoaderPriority(true);
    server.setHandler(context);
    server.start();
    System.out.println("listening on http://127.0.0.1:" + connector.getLocalPort());
    server.join();
  }
}
