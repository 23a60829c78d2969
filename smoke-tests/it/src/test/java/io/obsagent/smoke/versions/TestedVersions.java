package io.obsagent.smoke.versions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which library versions the suites ran on, out of what they left in {@code target/ran}, as the
 * table of README.md and, with the number of cases, as docs/tested-versions.md. Run from the
 * project's root after {@code mvn -Pmatrix clean verify} it writes both:
 *
 * <pre>java smoke-tests/it/src/test/java/io/obsagent/smoke/versions/TestedVersions.java</pre>
 */
public final class TestedVersions {

  static final String HOW_TO_REGENERATE =
      "mvn -Pmatrix clean verify; java"
          + " smoke-tests/it/src/test/java/io/obsagent/smoke/versions/TestedVersions.java";

  /** Of the JDK: what has no version of its own. */
  private static final String OF_THE_JDK = "of the JDK";

  private static final String BEGIN = "<!-- generated: tested versions -->\n";
  private static final String END = "<!-- end of tested versions -->\n";

  /** Suites of this name test versions: one that nobody lists is a mistake. */
  private static final Pattern CONTRACT =
      Pattern.compile(".*(ContractTest|ContractIT|VersionsTest|ContainersIT|DistributionsIT)");

  /** Not of a library: our own view of them. */
  private static final Set<String> OTHERS =
      Set.of("JdbcContractTest", "HttpVersionsTest", "TestedVersionsTest");

  /** A line of libraries.txt. */
  private record Line(String row, String library, String suite, Pattern version) {}

  /** A library in one version by one suite. */
  record Tested(String row, String library, String version, String suite) {}

  private final List<Line> lines;
  private final Map<Tested, Integer> cases = new LinkedHashMap<>();
  private final Set<String> suites = new TreeSet<>();

  TestedVersions(List<String> libraries) {
    lines =
        libraries.stream()
            .filter(line -> !line.isBlank() && !line.startsWith("#"))
            .map(line -> line.split(" ?\\| ?", 4))
            .map(
                part ->
                    new Line(
                        part[0],
                        part[1],
                        part[2],
                        part[3].isBlank() ? null : Pattern.compile(part[3])))
            .toList();
  }

  static TestedVersions of(Path root) throws IOException {
    TestedVersions versions =
        new TestedVersions(
            Files.readAllLines(
                root.resolve("smoke-tests/it/src/test/resources/versions/libraries.txt")));
    try (Stream<Path> files = Files.walk(root, 5)) {
      for (Path file : files.filter(TestedVersions::isRecord).sorted().toList()) {
        String suite = file.getFileName().toString().replaceAll("^.*\\.(\\w+)\\.tsv$", "$1");
        versions.ran(suite, Files.readAllLines(file));
      }
    }
    return versions;
  }

  private static boolean isRecord(Path file) {
    return file.getParent().endsWith("target/ran") && file.toString().endsWith(".tsv");
  }

  /**
   * @param invocations {@code cases TAB name}, as RanListener writes them
   */
  void ran(String suite, List<String> invocations) {
    suites.add(suite);
    for (Line line : lines) {
      if (!line.suite.equals(suite)) {
        continue;
      }
      for (String invocation : invocations) {
        int count = Integer.parseInt(invocation.substring(0, invocation.indexOf('\t')));
        String version = OF_THE_JDK;
        if (line.version != null) {
          Matcher matcher =
              line.version.matcher(invocation.substring(invocation.indexOf('\t') + 1));
          if (!matcher.find()) {
            continue;
          }
          version = matcher.group(1);
        }
        cases.merge(new Tested(line.row, line.library, version, suite), count, Integer::sum);
      }
    }
  }

  /** Contract suites that ran and that no line of libraries.txt names. */
  List<String> unlisted() {
    Set<String> listed = lines.stream().map(Line::suite).collect(Collectors.toSet());
    return suites.stream()
        .filter(suite -> CONTRACT.matcher(suite).matches())
        .filter(suite -> !listed.contains(suite) && !OTHERS.contains(suite))
        .toList();
  }

  /** Each as a line of the table says it: {@code Tomcat 9.0}. */
  Set<String> all() {
    return cases.keySet().stream()
        .map(each -> each.library + " " + each.version)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The same out of a page with the table. */
  static Set<String> all(String page) {
    Set<String> all = new TreeSet<>();
    for (String row : block(page).lines().toList()) {
      String[] cells = row.split(" ?\\| ?");
      if (cells.length > 4 && !cells[2].isEmpty() && !cells[2].startsWith("---")) {
        for (String version : cells[3].split(", ")) {
          all.add(cells[2] + " " + version);
        }
      }
    }
    return all;
  }

  static String block(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalStateException("README.md has lost the marks of the generated table");
    }
    return page.substring(begin + BEGIN.length(), end);
  }

  static String withBlock(String page, String block) {
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    return page.substring(0, begin) + block + page.substring(begin + block(page).length());
  }

  /** The table of README.md. */
  String table() {
    StringBuilder table = new StringBuilder("| | | versions | tests |\n|---|---|---|---|\n");
    String last = "";
    for (Line line : lines) {
      if (line.library.equals(last)) {
        continue;
      }
      List<Tested> tested = of(line);
      if (!tested.isEmpty() && firstOf(line)) {
        table.append(
            String.format(
                "| %s | %s | %s | %s |%n",
                line.row,
                line.library,
                joined(tested.stream().map(Tested::version).collect(Collectors.toSet()), ""),
                joined(tested.stream().map(Tested::suite).collect(Collectors.toSet()), "`")));
      }
      last = line.library;
    }
    return table.toString();
  }

  private boolean firstOf(Line line) {
    return lines.stream().filter(each -> isOf(each, line)).findFirst().orElseThrow() == line;
  }

  private static boolean isOf(Line one, Line other) {
    return one.row.equals(other.row) && one.library.equals(other.library);
  }

  private List<Tested> of(Line line) {
    return cases.keySet().stream()
        .filter(each -> each.row.equals(line.row) && each.library.equals(line.library))
        .toList();
  }

  private static String joined(Set<String> texts, String mark) {
    List<String> sorted = new ArrayList<>(texts);
    sorted.sort(BY_NUMBER);
    return sorted.stream().map(text -> mark + text + mark).collect(Collectors.joining(", "));
  }

  /** {@code 9.0} before {@code 10.1}. */
  private static final Comparator<String> BY_NUMBER =
      Comparator.comparing(
          text ->
              Pattern.compile("\\d+")
                  .matcher(text)
                  .replaceAll(number -> String.format("%09d", Long.parseLong(number.group()))));

  /** The page with the number of cases. */
  String page() {
    Map<String, List<String>> rows = new TreeMap<>(BY_NUMBER);
    cases.forEach(
        (each, count) ->
            rows.computeIfAbsent(
                    each.row + " " + each.library + " " + each.version + " " + each.suite,
                    key -> new ArrayList<>())
                .add(
                    String.format(
                        "| %s | %s | %s | `%s` | %d |%n",
                        each.row, each.library, each.version, each.suite, count)));
    StringBuilder page = new StringBuilder("# What ran on which version\n\n");
    page.append(
        "Cases that passed in a run of the whole matrix, `mvn -Pmatrix clean verify`, all\n");
    page.append(
        "JDKs of the machine together. A case that failed or was skipped does not count.\n");
    page.append("Written by `TestedVersions`.\n\n");
    page.append("| | library | version | suite | cases |\n|---|---|---|---|---|\n");
    rows.values().forEach(lines -> lines.forEach(page::append));
    return page.toString();
  }

  /** Writes both; the first argument is the project's root, by default here. */
  public static void main(String[] arguments) throws IOException {
    Path root = Path.of(arguments.length > 0 ? arguments[0] : "");
    TestedVersions versions = of(root.toAbsolutePath());
    Path readme = root.resolve("README.md");
    String text = Files.readString(readme);
    Files.writeString(readme, withBlock(text, versions.table()));
    Files.writeString(root.resolve("docs/tested-versions.md"), versions.page());
  }
}
