package io.obsagent.engine.resource;

import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/**
 * What this process is told by its machine: properties, environment, files. One place, so that a
 * test can put another machine there. A file that cannot be read is an empty one.
 */
final class Surroundings {
  /** More lines than any file read here has when all is well. */
  private static final int MAX_LINES = 10_000;

  private final Properties properties;
  private final Map<String, String> environment;
  private final File root;

  /**
   * @param root where {@code /proc} is found
   */
  Surroundings(Properties properties, Map<String, String> environment, File root) {
    this.properties = properties;
    this.environment = environment;
    this.root = root;
  }

  /** A system property; null if it is not set or empty. */
  String property(String name) {
    return orNull(properties.getProperty(name));
  }

  /** An environment variable; null if it is not set or empty. */
  String environment(String name) {
    return orNull(environment.get(name));
  }

  /** A file of the system, e.g. {@code proc/self/cgroup}. */
  File system(String path) {
    return new File(root, path);
  }

  /** The first line of a file of the system; null if there is none. */
  String firstLine(String path) {
    List<String> lines = lines(path);
    return lines.isEmpty() ? null : orNull(lines.get(0));
  }

  List<String> lines(String path) {
    List<String> lines = new ArrayList<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(new FileInputStream(system(path)), StandardCharsets.UTF_8))) {
      String line = reader.readLine();
      while (line != null && lines.size() < MAX_LINES) {
        lines.add(line);
        line = reader.readLine();
      }
    } catch (IOException | SecurityException unreadable) {
      return Collections.emptyList();
    }
    return Collections.unmodifiableList(lines);
  }

  static String orNull(String text) {
    String trimmed = text == null ? "" : text.trim();
    return trimmed.isEmpty() ? null : trimmed;
  }
}
