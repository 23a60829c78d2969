package io.obsagent.smoke.jvm;

import java.nio.file.Files;
import java.nio.file.Path;

/** The JARs under test, as packaged by the build. A system property of the same name overrides. */
public final class Artifacts {

  private Artifacts() {}

  /** {@code -Dobs.agent.jar}, else what the agent's module packaged. */
  public static Path agentJar() {
    return find("obs.agent.jar", "agent/obs-agent/target/obs-agent.jar");
  }

  /** {@code -Dshop.jar}, else what the shop's module packaged; its libraries lie beside it. */
  public static Path shopJar() {
    return find("shop.jar", "smoke-tests/shop/target/shop.jar");
  }

  private static Path find(String property, String inProject) {
    String given = System.getProperty(property);
    if (given != null) {
      return existing(Path.of(given).toAbsolutePath().normalize());
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.isDirectory(folder.resolve("smoke-tests/harness"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException(
          "Not inside the project; say where the JAR is with -D" + property);
    }
    return existing(folder.resolve(inProject));
  }

  private static Path existing(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(jar + " does not exist: package that module first");
    }
    return jar;
  }
}
