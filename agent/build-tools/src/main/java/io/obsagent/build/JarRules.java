package io.obsagent.build;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What goes into the agent JAR, read from a text file with one rule per line; the file itself
 * explains each kind of rule. Unknown rules are errors: a misspelt one must not be an absent one.
 */
final class JarRules {
  /** How much of an artifact is taken. */
  enum Share {
    /** Every class. */
    ALL,
    /** The classes that are reached from those taken whole, from roots and from services. */
    REACHED,
    /** Nothing, for the reason the rule file gives. */
    NONE
  }

  /** One artifact that may stand on the class path. */
  record Artifact(String group, String name, Share share, String licence) {}

  final Map<String, Artifact> artifacts = new LinkedHashMap<>();
  final Map<String, String> only = new LinkedHashMap<>();
  final Map<String, String> renames = new LinkedHashMap<>();
  final Map<String, String> licenceTexts = new LinkedHashMap<>();
  final Set<String> entries = new LinkedHashSet<>();
  final Set<String> roots = new LinkedHashSet<>();
  final Set<String> resources = new LinkedHashSet<>();
  final Set<String> answersNull = new LinkedHashSet<>();
  final List<String> newerThanJava8 = new ArrayList<>();
  final List<String> spared = new ArrayList<>();
  long budget = Long.MAX_VALUE;

  private JarRules() {}

  static JarRules read(Path file) throws IOException {
    JarRules rules = new JarRules();
    int number = 0;
    for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
      number++;
      String text = line.replaceFirst("(^|\\s)#.*", "").trim();
      if (!text.isEmpty()) {
        try {
          rules.add(text.split("\\s+"));
        } catch (IllegalArgumentException | IndexOutOfBoundsException wrong) {
          throw new IllegalArgumentException(
              file.getFileName() + ":" + number + ": not a rule: " + text, wrong);
        }
      }
    }
    return rules;
  }

  private void add(String[] words) {
    switch (words[0]) {
      case "all" -> artifact(words[1], Share.ALL, licence(words));
      case "reached" -> artifact(words[1], Share.REACHED, licence(words));
      case "none" -> artifact(words[1], Share.NONE, "");
      case "only" -> only.put(words[1], words[2]);
      case "entry" -> entries.add(words[1]);
      case "root" -> roots.add(words[1]);
      case "resource" -> resources.add(words[1]);
      case "rename" -> renames.put(words[1], words[2]);
      case "spare" -> spared.add(words[1]);
      case "null" -> answersNull.add(words[1]);
      case "newer" -> newerThanJava8.add(words[1]);
      case "licence" -> licenceTexts.put(words[1], words[2]);
      case "budget" -> budget = Long.parseLong(words[1]);
      default -> throw new IllegalArgumentException(words[0]);
    }
  }

  private void artifact(String coordinates, Share share, String licence) {
    int colon = coordinates.indexOf(':');
    String name = coordinates.substring(colon + 1);
    artifacts.put(name, new Artifact(coordinates.substring(0, colon), name, share, licence));
  }

  /** The words after the artifact are one SPDX expression, e.g. {@code A AND B}. */
  private static String licence(String[] words) {
    String expression = String.join(" ", List.of(words).subList(2, words.length));
    if (expression.isEmpty()) {
      throw new IllegalArgumentException("no licence");
    }
    return expression;
  }

  boolean isEntry(String className) {
    return entries.contains(className);
  }

  /** Whether a class may need more than Java 8, because a rule names it or its package. */
  boolean mayBeNewer(String className) {
    return beginsWithOneOf(className, newerThanJava8);
  }

  /** Whether a class means the JDK's own types, because it serves the application's logging. */
  boolean isSpared(String className) {
    return beginsWithOneOf(className, spared);
  }

  private static boolean beginsWithOneOf(String className, List<String> prefixes) {
    for (String prefix : prefixes) {
      if (className.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
