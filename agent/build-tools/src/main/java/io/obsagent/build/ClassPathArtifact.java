package io.obsagent.build;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** One element of the module's class path, a JAR or a directory of classes, read into memory. */
final class ClassPathArtifact {
  private static final Pattern JAR_NAME = Pattern.compile("(.+?)-(\\d[^/]*)\\.jar");

  final String name;
  final String version;
  final Path location;

  /** Path inside the artifact to content, sorted. */
  final Map<String, byte[]> files = new TreeMap<>();

  private ClassPathArtifact(Path location, String ownVersion) throws IOException {
    this.location = location;
    if (Files.isDirectory(location)) {
      // <module>/target/classes: our modules are named as their directories.
      name = location.toAbsolutePath().getParent().getParent().getFileName().toString();
      version = ownVersion;
      readDirectory();
    } else {
      Matcher matcher = JAR_NAME.matcher(location.getFileName().toString());
      if (!matcher.matches()) {
        throw new IllegalArgumentException("no artifact name and version in " + location);
      }
      name = matcher.group(1);
      version = matcher.group(2);
      readJar();
    }
  }

  static ClassPathArtifact read(Path location, String ownVersion) throws IOException {
    return new ClassPathArtifact(location, ownVersion);
  }

  private void readDirectory() throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(location)) {
      paths = walk.filter(Files::isRegularFile).toList();
    }
    for (Path path : paths) {
      files.put(location.relativize(path).toString().replace('\\', '/'), Files.readAllBytes(path));
    }
  }

  private void readJar() throws IOException {
    try (ZipFile zip = new ZipFile(location.toFile())) {
      for (ZipEntry entry : (Iterable<ZipEntry>) zip.stream().map(ZipEntry.class::cast)::iterator) {
        if (!entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            files.put(entry.getName(), in.readAllBytes());
          }
        }
      }
    }
  }

  /** SHA-256 of the JAR as it came from its repository, or null for a directory. */
  String sha256() throws IOException {
    if (Files.isDirectory(location)) {
      return null;
    }
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(location)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
