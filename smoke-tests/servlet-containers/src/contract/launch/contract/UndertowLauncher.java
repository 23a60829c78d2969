package contract;

import io.undertow.Handlers;
import io.undertow.Undertow;
import io.undertow.servlet.Servlets;
import io.undertow.servlet.api.DeploymentInfo;
import io.undertow.servlet.api.DeploymentManager;
import java.net.InetSocketAddress;

/** The contract application in an embedded Undertow. */
public final class UndertowLauncher {
  private UndertowLauncher() {}

  public static void main(String[] args) throws Exception {
    DeploymentInfo deployment =
        Servlets.deployment()
            .setClassLoader(UndertowLauncher.class.getClassLoader())
            .setContextPath("/shop")
            .setDeploymentName("shop.war")
            .addListener(Servlets.listener(ContractApp.class))
            .addErrorPage(Servlets.errorPage("/oops", 500));
    DeploymentManager manager = Servlets.defaultContainer().addDeployment(deployment);
    manager.deploy();
    Undertow undertow =
        Undertow.builder()
            .addHttpListener(0, "127.0.0.1")
            .setHandler(Handlers.path().addPrefixPath("/shop", manager.start()))
            .build();
    undertow.start();
    InetSocketAddress address =
        (InetSocketAddress) undertow.getListenerInfo().get(0).getAddress();
    System.out.println("listening on http://127.0.0.1:" + address.getPort());
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
