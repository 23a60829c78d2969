package io.obsagent.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceIdentityTest {

  @ParameterizedTest
  @CsvSource({
    "'/opt/shop.jar --port 1', '/opt/shop.jar', shop",
    "'/opt/shop-1.4.2.jar', '/opt/shop-1.4.2.jar;/a/obs-agent.jar', shop",
    "'two words/order-status-2.0-SNAPSHOT.war x', 'two words/order-status-2.0-SNAPSHOT.war', order-status",
    "'shop-ui.jar', 'shop-ui.jar', shop-ui",
    "'com.acme.Shop a b', 'lib/a.jar', Shop",
    "'shop.module/com.acme.Shop', '', Shop",
    "'', '', unknown_service:java",
  })
  void guessesTheName(String command, String classPath, String expected) {
    String path = classPath.replace(';', File.pathSeparatorChar);
    assertThat(ServiceIdentity.guess(command, path)).isEqualTo(expected);
  }
}
