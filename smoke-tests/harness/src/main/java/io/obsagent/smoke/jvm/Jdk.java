package io.obsagent.smoke.jvm;

import java.nio.file.Path;

/** An installed JDK. */
public record Jdk(Path home, int feature) {

  /** A tool of this JDK, for example {@code java}, {@code jlink}, {@code keytool}. */
  public Path tool(String name) {
    boolean windows = System.getProperty("os.name").startsWith("Windows");
    return home.resolve("bin").resolve(windows ? name + ".exe" : name);
  }

  /** How it shows in the names of parameterised tests. */
  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
