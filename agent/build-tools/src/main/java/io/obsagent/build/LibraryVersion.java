package io.obsagent.build;

import io.obsagent.weaving.LibraryInstrumentation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A version of a library that an instrumentation is said to work with: a line of {@code
 * library.versions}, which tells the format.
 *
 * @param instrumentations simple names of the instrumentation classes
 * @param jars file names without {@code .jar}: the library, then what it needs
 * @param lacks methods that this version does not have, as texts of {@link LibraryVersionCheck}
 * @param leaves beginnings of dotted names of classes whose methods need no weaving
 */
public record LibraryVersion(
    List<String> instrumentations, List<String> jars, List<String> lacks, List<String> leaves) {

  /** All that the build declares, in order. */
  public static List<LibraryVersion> all() {
    try (InputStream in = LibraryVersion.class.getResourceAsStream("library.versions")) {
      return read(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  static List<LibraryVersion> read(InputStream in) throws IOException {
    List<LibraryVersion> versions = new ArrayList<>();
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        versions.add(parse(line));
      }
    }
    return versions;
  }

  static LibraryVersion parse(String line) {
    String[] words = line.trim().split(" +");
    List<String> lacks = new ArrayList<>();
    List<String> leaves = new ArrayList<>();
    for (int i = 2; i + 1 < words.length; i += 2) {
      switch (words[i]) {
        case "lacks" -> lacks.add(words[i + 1]);
        case "leaves" -> leaves.add(words[i + 1]);
        default -> throw new IllegalArgumentException("library.versions: " + line);
      }
    }
    if (words.length < 2 || words.length % 2 != 0) {
      throw new IllegalArgumentException("library.versions: " + line);
    }
    return new LibraryVersion(
        Arrays.asList(words[0].split(",")), Arrays.asList(words[1].split("\\+")), lacks, leaves);
  }

  /** Whether it is said of this instrumentation. */
  public boolean isOf(LibraryInstrumentation instrumentation) {
    return instrumentations.contains(instrumentation.getClass().getSimpleName());
  }

  /** The file name of its JAR, without {@code .jar}. */
  public String name() {
    return jars.get(0);
  }

  /** The name without the version: versions of one library are compared with each other. */
  String library() {
    return name().replaceFirst("-[0-9].*", "");
  }

  /**
   * A class loader that sees the library, what it needs, and the JDK.
   *
   * @param directory where the JARs are
   * @throws IllegalArgumentException when one is missing
   */
  public URLClassLoader open(Path directory) {
    List<URL> urls = new ArrayList<>();
    for (String jar : jars) {
      Path file = directory.resolve(jar + ".jar");
      if (!Files.exists(file)) {
        throw new IllegalArgumentException(
            "library.versions names " + jar + ", which agent/build-tools/pom.xml does not copy");
      }
      try {
        urls.add(file.toUri().toURL());
      } catch (MalformedURLException impossible) {
        throw new UncheckedIOException(impossible);
      }
    }
    return new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
  }

  @Override
  public String toString() {
    return String.join(",", instrumentations) + " " + name();
  }
}
