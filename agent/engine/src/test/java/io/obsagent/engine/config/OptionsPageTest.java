package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class OptionsPageTest {
  @Test
  void theCommittedPageIsWhatTheDeclarationsSay() throws IOException {
    String committed = new String(Files.readAllBytes(OptionsPage.page()), StandardCharsets.UTF_8);

    assertThat(committed.equals(OptionsPage.text()))
        .as("docs/options.md is old; regenerate it: " + OptionsPage.HOW_TO_REGENERATE)
        .isTrue();
  }
}
