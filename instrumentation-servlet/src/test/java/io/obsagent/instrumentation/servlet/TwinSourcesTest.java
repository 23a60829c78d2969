package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The classes for javax and jakarta differ in nothing but the names. */
class TwinSourcesTest {
  private static final Path SOURCES =
      Path.of("src/main/java/io/obsagent/instrumentation/servlet").toAbsolutePath();

  @Test
  void jakartaIsJavaxByAnotherName() throws Exception {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      files.map(file -> file.getFileName().toString()).forEach(names::add);
    }
    List<String> javax = names.stream().filter(name -> name.startsWith("Javax")).toList();
    assertThat(javax).isNotEmpty();
    assertThat(names.stream().filter(name -> name.startsWith("Jakarta"))).hasSameSizeAs(javax);
    for (String name : javax) {
      assertThat(canonical(name.replace("Javax", "Jakarta"))).as(name).isEqualTo(canonical(name));
    }
  }

  /** Imports sorted and blanks dropped, since the formatter sorts and breaks by name and length. */
  private static String canonical(String name) throws Exception {
    TreeSet<String> imports = new TreeSet<>();
    StringBuilder text = new StringBuilder();
    for (String line : Files.readAllLines(SOURCES.resolve(name))) {
      String same = line.replace("akarta", "avax").replace("avax", "AVAX").strip();
      same = same.replace("JAVAX", "jAVAX");
      if (same.startsWith("import ")) {
        imports.add(same);
      } else {
        text.append(same).append(' ');
      }
    }
    return imports + text.toString().replaceAll("\\s+", "");
  }
}
