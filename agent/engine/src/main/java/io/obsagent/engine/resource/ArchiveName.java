package io.obsagent.engine.resource;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The name of an application in the name of its file. */
final class ArchiveName {
  /** What stands beside or after a version in names of archives. */
  private static final Set<String> QUALIFIERS =
      new HashSet<>(
          Arrays.asList(
              "snapshot",
              "release",
              "final",
              "ga",
              "alpha",
              "beta",
              "milestone",
              "exec",
              "all",
              "boot",
              "fat",
              "uber",
              "shaded",
              "standalone",
              "jar",
              "with",
              "dependencies",
              "runner",
              "bootable"));

  /** Those that say how it was packed even where no version stands before them. */
  private static final Set<String> PACKAGINGS =
      new HashSet<>(Arrays.asList("exec", "all", "fat", "uber", "shaded", "runner", "bootable"));

  private ArchiveName() {}

  /**
   * File name without directory, ending and version: {@code shop} for {@code
   * /srv/shop-1.4.2-SNAPSHOT.jar}, {@code shop-v2.war}, {@code shop-20240131.jar}; but {@code
   * shop-2} stays, where the number may belong to the name.
   */
  static String of(String path) {
    String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
    if (CommandLine.isArchive(name)) {
      name = name.substring(0, name.length() - 4);
    }
    // Tomcat: context#path##version.
    int tomcatVersion = name.indexOf("##");
    if (tomcatVersion > 0) {
      name = name.substring(0, tomcatVersion);
    }
    name = name.replace('#', '-');
    for (int i = 1; i < name.length(); i++) {
      if (isSeparator(name.charAt(i)) && isVersion(name, i + 1)) {
        return name.substring(0, i);
      }
    }
    return name;
  }

  private static boolean isSeparator(char character) {
    return character == '-' || character == '_';
  }

  /** Whether the rest of the name, word by word, is a version and its qualifiers. */
  private static boolean isVersion(String name, int start) {
    int end = wordEnd(name, start);
    String first = name.substring(start, end).toLowerCase(Locale.ROOT);
    boolean certain = PACKAGINGS.contains(first) || looksLikeVersion(first);
    if (!certain && !startsWithDigit(first)) {
      return false;
    }
    boolean qualified = false;
    while (end < name.length()) {
      int from = end + 1;
      end = wordEnd(name, from);
      String word = name.substring(from, end).toLowerCase(Locale.ROOT);
      if (!QUALIFIERS.contains(word) && !startsWithDigit(word) && !isNumberedQualifier(word)) {
        return false;
      }
      qualified = true;
    }
    return certain || qualified;
  }

  private static int wordEnd(String name, int from) {
    int end = from;
    while (end < name.length() && !isSeparator(name.charAt(end))) {
      end++;
    }
    return end;
  }

  /** {@code 1.2}, {@code v2}, {@code 20240131}. */
  private static boolean looksLikeVersion(String word) {
    if (word.length() > 1 && word.charAt(0) == 'v') {
      return startsWithDigit(word.substring(1));
    }
    return startsWithDigit(word) && (word.indexOf('.') > 0 || word.length() >= 6);
  }

  /** {@code rc1}, {@code m2}. */
  private static boolean isNumberedQualifier(String word) {
    int digits = word.startsWith("rc") ? 2 : word.startsWith("m") ? 1 : word.length();
    return startsWithDigit(word.substring(digits));
  }

  private static boolean startsWithDigit(String word) {
    return !word.isEmpty() && word.charAt(0) >= '0' && word.charAt(0) <= '9';
  }
}
