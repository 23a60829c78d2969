package io.obsagent.smoke.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs after all suites: README.md lists what they ran on, no more and no less. */
class ReadmeVersionsCheck {

  private static final Path ROOT = Path.of(System.getProperty("project.root"));

  @Test
  void readmeListsWhatRan() throws IOException {
    TestedVersions ran = TestedVersions.of(ROOT);
    String readme = Files.readString(ROOT.resolve("README.md"));

    assertThat(ran.unlisted()).as("suites that libraries.txt does not know").isEmpty();
    assertThat(TestedVersions.all(readme))
        .as("README.md is old; regenerate it: " + TestedVersions.HOW_TO_REGENERATE)
        .containsAll(ran.all());
    if (System.getProperty("obs.matrix").equals("full")) {
      assertThat(TestedVersions.block(readme))
          .as("README.md is old; regenerate it: " + TestedVersions.HOW_TO_REGENERATE)
          .isEqualTo(ran.table());
    }
  }
}
