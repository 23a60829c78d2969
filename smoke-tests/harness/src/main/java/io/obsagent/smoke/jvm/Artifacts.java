package io.obsagent.smoke.jvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** The JARs under test, as packaged by the build. A system property of the same name overrides. */
public final class Artifacts {

  private Artifacts() {}

  /** {@code -Dobs.agent.jar}, else what the agent's module packaged. */
  public static Path agentJar() {
    return existing(find("obs.agent.jar", "agent/obs-agent/target/obs-agent.jar"));
  }

  /** The storefront of the shop, which can also run alone. */
  public static Path shopJar() {
    return shopJar("storefront", "shop.jar");
  }

  /** The payment system of the shop. */
  public static Path paymentJar() {
    return shopJar("payment", "payment.jar");
  }

  /** The shop's fulfilment. */
  public static Path fulfilmentJar() {
    return shopJar("fulfilment", "fulfilment.jar");
  }

  /** Below {@code -Dshop.home}, else what its module packaged; its libraries lie beside it. */
  private static Path shopJar(String module, String name) {
    return existing(find("shop.home", "smoke-tests/shop").resolve(module + "/target/" + name));
  }

  private static Path find(String property, String inProject) {
    String given = System.getProperty(property);
    if (given != null) {
      return Path.of(given).toAbsolutePath().normalize();
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("smoke-tests/harness"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("Not inside the project; say where it is with -D" + property);
    }
    return folder.resolve(inProject);
  }

  private static Path existing(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " does not exist: package that module first");
    }
    return jar;
  }
}
