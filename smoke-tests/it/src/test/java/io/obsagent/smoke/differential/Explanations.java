package io.obsagent.smoke.differential;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which row of docs/differences.md explains which difference. A line {@code ## row} names a row by
 * its first cell; each line below it is a {@link Difference#text()} that this row explains, in
 * which {@code *} stands for anything.
 */
final class Explanations {

  /** One line of the list. */
  record Explanation(String row, String wanted) {
    boolean explains(Difference difference) {
      String[] parts = wanted.split("\\*", -1);
      String regex = Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining(".*"));
      return difference.text().matches("(?s)" + regex);
    }
  }

  private final List<Explanation> all = new ArrayList<>();

  Explanations(List<String> lines) {
    String row = "";
    for (String line : lines) {
      if (line.startsWith("## ")) {
        row = line.substring(3).trim();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        all.add(new Explanation(row, line.trim()));
      }
    }
  }

  static Explanations read(Path file) {
    return new Explanations(lines(file));
  }

  /** The row that explains it, or null. */
  String rowOf(Difference difference) {
    for (Explanation each : all) {
      if (each.explains(difference)) {
        return each.row();
      }
    }
    return null;
  }

  /** Differences that nobody explains, explanations of nothing, rows that do not exist. */
  List<String> faults(List<Difference> differences, Set<String> rows) {
    List<String> faults = new ArrayList<>();
    for (Difference difference : differences) {
      if (rowOf(difference) == null) {
        faults.add("not explained: " + difference);
      }
    }
    for (Explanation each : all) {
      if (differences.stream().noneMatch(each::explains)) {
        faults.add("explains nothing: " + each.wanted() + " (" + each.row() + ")");
      }
      if (!rows.contains(each.row())) {
        faults.add("no such row in docs/differences.md: " + each.row());
      }
    }
    return faults;
  }

  /** The first cells of the rows of a page's tables. */
  static Set<String> rowsOf(Path page) {
    return lines(page).stream()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.substring(2, line.indexOf(" |", 2)).trim())
        .collect(Collectors.toSet());
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
