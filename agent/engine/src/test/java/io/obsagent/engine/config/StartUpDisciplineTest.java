package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What premain runs must not start machinery that a small service never needs. */
class StartUpDisciplineTest {
  private static final List<String> TOO_DEAR =
      List.of(
          "java/lang/invoke/LambdaMetafactory",
          "java/lang/invoke/StringConcatFactory",
          "java/nio/file/",
          "java/util/logging/",
          "java/util/regex/",
          "java/util/stream/",
          "java/lang/management/",
          "java/net/InetAddress");

  /** Loaded only where {@code obs.sampling.policies} names a file, which may hold expressions. */
  private static final List<String> ONLY_WITH_A_POLICY_FILE =
      List.of("PolicyReader.class", "StringAttribute.class");

  @ParameterizedTest
  @ValueSource(strings = {"config", "propagation", "resource", "sampling"})
  void nothingDearIsMentioned(String room) throws IOException, URISyntaxException {
    Path classes =
        Paths.get(Configuration.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.walk(classes.resolve("io/obsagent/engine/" + room))) {
      List<Path> compiled =
          files
              .filter(file -> file.toString().endsWith(".class"))
              .filter(file -> !ONLY_WITH_A_POLICY_FILE.contains(file.getFileName().toString()))
              .collect(Collectors.toList());
      assertThat(compiled).isNotEmpty();
      for (Path file : compiled) {
        String constants = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        assertThat(TOO_DEAR.stream().filter(constants::contains).toList())
            .as(file.toString())
            .isEmpty();
      }
    }
  }
}
