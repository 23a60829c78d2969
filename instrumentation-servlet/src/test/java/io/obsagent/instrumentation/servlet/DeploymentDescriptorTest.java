package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DeploymentDescriptorTest {
  private static DeploymentDescriptor read(String xml) throws IOException {
    return DeploymentDescriptor.read(
        new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void tellsThePatternsOfAServlet() throws Exception {
    DeploymentDescriptor descriptor =
        read(
            """
            <web-app>
              <servlet><servlet-name>shop</servlet-name></servlet>
              <!-- <servlet-mapping><servlet-name>shop</servlet-name>
                <url-pattern>/gone</url-pattern></servlet-mapping> -->
              <servlet-mapping>
                <servlet-name> shop </servlet-name>
                <url-pattern>/a&amp;b</url-pattern>
                <url-pattern>*.do</url-pattern>
              </servlet-mapping>
              <servlet-mapping id="x">
                <servlet-name>shop</servlet-name><url-pattern>/c/*</url-pattern>
              </servlet-mapping>
            </web-app>
            """);
    assertThat(descriptor.patternsOf("shop")).containsExactly("/a&b", "*.do", "/c/*");
    assertThat(descriptor.patternsOf("other")).isEmpty();
  }

  @Test
  void brokenOffTextIsNoFault() throws Exception {
    String xml =
        "<servlet-mapping><servlet-name>a</servlet-name><url-pattern>/a</url-pattern>"
            + "</servlet-mapping><!-- -->";
    for (int end = 0; end <= xml.length(); end++) {
      assertThat(read(xml.substring(0, end)).patternsOf("b")).isEmpty();
    }
    assertThat(DeploymentDescriptor.read(null).patternsOf("a")).isEmpty();
  }
}
