package io.obsagent.instrumentation.logging.jboss;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.instrumentation.logging.Libraries;
import io.obsagent.instrumentation.logging.Played;
import io.obsagent.instrumentation.logging.Weaving;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same application with each version of JBoss LogManager. */
class JBossVersionsTest {
  private static Weaving weaving;

  @BeforeAll
  static void weave() {
    weaving = Weaving.with(new Properties());
  }

  @AfterAll
  static void unweave() {
    weaving.close();
  }

  static Stream<String> versions() {
    return Libraries.versions("1.5.0.Final", "2.0.0.Final", "2.1.19.Final");
  }

  @ParameterizedTest
  @MethodSource("versions")
  @SuppressWarnings("unchecked") // what the application returns
  void everyLineHasTheIdsOfItsOwnSpan(String version) throws Exception {
    try (URLClassLoader loader =
        Libraries.loader("jboss-logmanager-" + version, "wildfly-common-1.5.4.Final")) {
      List<String> told = (List<String>) Libraries.run("JBossApplication", loader, null);
      assertThat(told.get(told.size() - 1)).as("the application's own map").isEqualTo("{}");
      Played.check(told.subList(0, told.size() - 1));
    }
  }
}
