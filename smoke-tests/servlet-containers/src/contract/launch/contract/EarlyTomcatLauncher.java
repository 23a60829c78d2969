package contract;

import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.Engine;
import org.apache.catalina.Host;
import org.apache.catalina.startup.Embedded;

/** The contract application in an embedded Tomcat 5.5 or 6. */
public final class EarlyTomcatLauncher {
  private EarlyTomcatLauncher() {}

  public static void main(String[] args) throws Exception {
    File base = Files.createTempDirectory("tomcat").toFile();
    new File(base, "webapps").mkdir();
    Embedded tomcat = new Embedded();
    tomcat.setCatalinaHome(base.getPath());
    tomcat.setUseNaming(false);
    Engine engine = tomcat.createEngine();
    engine.setName("tomcat");
    engine.setDefaultHost("localhost");
    engine.setParentClassLoader(EarlyTomcatLauncher.class.getClassLoader());
    Host host = tomcat.createHost("localhost", new File(base, "webapps").getPath());
    Context context =
        tomcat.createContext("/shop", new File(System.getProperty("webapp")).getAbsolutePath());
    context.setLoader(tomcat.createLoader(EarlyTomcatLauncher.class.getClassLoader()));
    host.addChild(context);
    engine.addChild(host);
    tomcat.addEngine(engine);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    tomcat.addConnector(
        tomcat.createConnector(InetAddress.getByName("127.0.0.1"), port, false));
    tomcat.start();
    System.out.println("listening on http://127.0.0.1:" + port);
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
