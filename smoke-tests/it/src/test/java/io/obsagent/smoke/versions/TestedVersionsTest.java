package io.obsagent.smoke.versions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TestedVersionsTest {

  private static TestedVersions versions() {
    TestedVersions versions =
        new TestedVersions(
            List.of(
                "# a comment",
                "servers | Tomcat | ServerIT | ^tomcat-([\\d.]+)",
                "servers | Jetty | ServerIT | ^jetty-([\\d.]+)",
                "servers | Tomcat | OldServerIT | ^tomcat-([\\d.]+)",
                "clients | the JDK's | ClientContractTest |"));
    versions.ran("ServerIT", List.of("3\ttomcat-10.1 on 17", "3\ttomcat-9.0 on 17", "2\tnetty-4"));
    versions.ran("OldServerIT", List.of("1\ttomcat-6.0"));
    versions.ran("ClientContractTest", List.of("7\t"));
    return versions;
  }

  @Test
  void aRowPerLibraryWithItsVersionsInOrder() {
    assertThat(versions().table())
        .isEqualTo(
            """
            | | | versions | tests |
            |---|---|---|---|
            | servers | Tomcat | 6.0, 9.0, 10.1 | `OldServerIT`, `ServerIT` |
            | clients | the JDK's | of the JDK | `ClientContractTest` |
            """);
  }

  @Test
  void whatThePageSaysIsWhatItWasMadeOf() {
    String page =
        TestedVersions.withBlock(
            "# us\n<!-- generated: tested versions -->\n"
                + "<!-- end of tested versions -->\n| | more | 1 | x |\n",
            versions().table());

    assertThat(page).startsWith("# us\n<!--").endsWith("-->\n| | more | 1 | x |\n");
    assertThat(TestedVersions.all(page))
        .isEqualTo(versions().all())
        .containsExactly("Tomcat 10.1", "Tomcat 6.0", "Tomcat 9.0", "the JDK's of the JDK");
  }

  @Test
  void casesAreCounted() {
    assertThat(versions().page())
        .contains("| servers | Tomcat | 9.0 | `ServerIT` | 3 |")
        .contains("| clients | the JDK's | of the JDK | `ClientContractTest` | 7 |");
  }

  @Test
  void aContractSuiteThatNobodyListsIsAMistake() {
    TestedVersions versions = versions();
    versions.ran("NewContractTest", List.of("1\tnew-1.0"));
    versions.ran("UnitTest", List.of("1\t"));

    assertThat(versions.unlisted()).containsExactly("NewContractTest");
  }
}
