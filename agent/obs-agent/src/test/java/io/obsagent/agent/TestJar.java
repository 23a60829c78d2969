package io.obsagent.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** JARs made by tests. */
final class TestJar {
  private TestJar() {}

  /** A JAR of this class, with it as the main class. */
  static Path of(Path file, Class<?> main) throws IOException {
    String path = main.getName().replace('.', '/') + ".class";
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file));
        InputStream in = main.getClassLoader().getResourceAsStream(path)) {
      put(zip, "META-INF/MANIFEST.MF", ("Main-Class: " + main.getName() + "\n").getBytes("UTF-8"));
      put(zip, path, in.readAllBytes());
    }
    return file;
  }

  /** The agent without some of its entries. */
  static Path agentWithout(Path file, Predicate<String> unwanted) throws IOException {
    try (ZipFile agent = new ZipFile(Child.AGENT.toFile());
        ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      for (ZipEntry entry : agent.stream().map(ZipEntry.class::cast).toList()) {
        if (!unwanted.test(entry.getName())) {
          put(zip, entry.getName(), agent.getInputStream(entry).readAllBytes());
        }
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String path, byte[] content) throws IOException {
    zip.putNextEntry(new ZipEntry(path));
    zip.write(content);
    zip.closeEntry();
  }
}
