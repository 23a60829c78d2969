package io.obsagent.engine.resource;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

/**
 * What the started JAR says of itself. The JVM has the same file open already and shares its index,
 * so opening it once more costs well under a millisecond; it is not verified.
 */
final class MainArchive {
  private static final MainArchive SILENT = new MainArchive(null, null, null);

  private final String title;
  private final String version;
  private final String springName;

  private MainArchive(String title, String version, String springName) {
    this.title = title;
    this.version = version;
    this.springName = springName;
  }

  /** An archive that cannot be read says nothing. */
  static MainArchive read(String path) {
    if (path == null) {
      return SILENT;
    }
    try (JarFile jar = new JarFile(new File(path), false)) {
      Manifest manifest = jar.getManifest();
      if (manifest == null) {
        return SILENT;
      }
      Attributes main = manifest.getMainAttributes();
      return new MainArchive(
          literal(main.getValue(Attributes.Name.IMPLEMENTATION_TITLE)),
          literal(main.getValue(Attributes.Name.IMPLEMENTATION_VERSION)),
          springName(jar, main.getValue("Spring-Boot-Classes")));
    } catch (IOException | RuntimeException unreadable) {
      return SILENT;
    }
  }

  private static String springName(JarFile jar, String classes) throws IOException {
    ZipEntry entry = classes == null ? null : jar.getEntry(classes + "application.properties");
    if (entry == null) {
      return null;
    }
    Properties properties = new Properties();
    try (InputStream stream = jar.getInputStream(entry)) {
      properties.load(stream);
    }
    return literal(properties.getProperty("spring.application.name"));
  }

  /** A text that is still to be filled in by somebody is none. */
  private static String literal(String text) {
    boolean open = text != null && (text.contains("${") || text.contains("@"));
    return open ? null : Surroundings.orNull(text);
  }

  /** {@code Implementation-Title}; null if there is none. */
  String title() {
    return title;
  }

  /** {@code Implementation-Version}; null if there is none. */
  String version() {
    return version;
  }

  /** {@code spring.application.name} of an executable Spring Boot JAR; null if there is none. */
  String springName() {
    return springName;
  }
}
