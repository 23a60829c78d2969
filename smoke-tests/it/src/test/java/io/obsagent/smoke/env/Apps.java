package io.obsagent.smoke.env;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Where the build put the applications, drivers and servers these tests put together. */
public final class Apps {

  private static final Path APPS = Path.of(System.getProperty("sample.apps")).normalize();
  private static final Path JARS = Path.of(System.getProperty("env.jars"));

  private Apps() {}

  static Path ledger() {
    return APPS.resolve("ledger/target/ledger.jar");
  }

  static Path warehouse() {
    return APPS.resolve("warehouse/target/warehouse.war");
  }

  /** The executable JAR of Spring Boot 2.7 or 3.5. */
  static Path springBoot(String generation) {
    return APPS.resolve("spring-boot/boot-" + generation + "/target/stock.jar");
  }

  static Path tomcat() {
    return Path.of(System.getProperty("tomcat.home"));
  }

  static Path h2() {
    return jar("h2-");
  }

  /** The one JAR whose name begins like this. */
  static Path jar(String prefix) {
    try (Stream<Path> jars = Files.list(JARS)) {
      List<Path> found =
          jars.filter(jar -> jar.getFileName().toString().startsWith(prefix)).toList();
      if (found.size() != 1) {
        throw new IllegalStateException(prefix + " names " + found);
      }
      return found.get(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The folder with the small programs that are compiled beside these tests. */
  static Path programs() {
    try {
      return Path.of(Apps.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An agent's JAR: all classes of the agent's package. */
  public static Path agentJar(Path file, Class<?> agent) {
    Manifest manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", agent.getName());
    main.putValue("Can-Retransform-Classes", "true");
    main.putValue("Can-Redefine-Classes", "true");
    main.put(Attributes.Name.CLASS_PATH, jar("byte-buddy-").toUri().toString());
    String folder = agent.getPackageName().replace('.', '/');
    try (OutputStream out = Files.newOutputStream(file);
        JarOutputStream jar = new JarOutputStream(out, manifest);
        Stream<Path> classes = Files.list(programs().resolve(folder))) {
      for (Path type : classes.toList()) {
        jar.putNextEntry(new ZipEntry(folder + "/" + type.getFileName()));
        Files.copy(type, jar);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }
}
