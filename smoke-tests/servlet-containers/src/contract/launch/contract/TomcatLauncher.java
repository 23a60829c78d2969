package contract;

import java.io.File;
import java.nio.file.Files;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.ErrorPage;

/** The contract application in an embedded Tomcat. */
public final class TomcatLauncher {
  private TomcatLauncher() {}

  public static void main(String[] args) throws Exception {
    File base = Files.createTempDirectory("tomcat").toFile();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.getPath());
    Connector connector = new Connector("HTTP/1.1");
    connector.setPort(0);
    connector.setProperty("address", "127.0.0.1");
    tomcat.getService().addConnector(connector);
    tomcat.setConnector(connector);
    Context context = tomcat.addContext("/shop", base.getPath());
    context.addApplicationListener(ContractApp.class.getName());
    context.addErrorPage(errorPage());
    tomcat.addUser("ada", "analytical");
    tomcat.start();
    System.out.println("listening on http://127.0.0.1:" + connector.getLocalPort());
    tomcat.getServer().await();
  }

  private static ErrorPage errorPage() {
    ErrorPage page = new ErrorPage();
    page.setErrorCode(500);
    page.setLocation("/oops");
    return page;
  }
}
