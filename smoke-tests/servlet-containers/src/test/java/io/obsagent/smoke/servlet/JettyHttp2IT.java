package io.obsagent.smoke.servlet;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many requests on one connection of Jetty; Tomcat's are in {@link FrameworksIT}. */
class JettyHttp2IT {
  static List<Container> containers() {
    return Container.withHttp2();
  }

  @ParameterizedTest
  @MethodSource("containers")
  void http2(Container jetty) throws Exception {
    try (ContractService service = new ContractService(jetty)) {
      Http2Script.play(service, "/sync", "/nowhere");
      service.finish();
    }
  }
}
