package io.obsagent.smoke.env;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedTrace;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Executable JARs as Spring Boot's own plug-in packs them, JARs within the JAR. */
class SpringBootIT {

  static List<Arguments> generations() {
    List<Arguments> all = new ArrayList<>();
    all.add(Arguments.of("2.7", Jdks.running()));
    for (Jdk jdk : Jdks.underTest()) {
      all.add(Arguments.of("3.5", jdk));
    }
    return all;
  }

  @ParameterizedTest(name = "Spring Boot {0}, {1}")
  @MethodSource("generations")
  void executableJar(String generation, Jdk jdk) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService stock =
            quietly(ServiceUnderTest.jar(jdk, Apps.springBoot(generation)), jdk)
                .exportingTo(receiver)
                .start()) {
      assertThat(stock.http().get("/stock/MUG").body()).isEqualTo("1");
      stock.stop();

      ReceivedTrace trace = receiver.traces().traceOf(server("GET /stock/{sku}"));
      ReceivedSpan request = trace.root();
      assertThat(request.attributes())
          .containsEntry("http.route", "/stock/{sku}")
          .containsEntry("url.path", "/stock/MUG")
          .containsEntry("http.response.status_code", 200L);
      assertThat(trace.exactlyOne(client("SELECT stock").childOf(request)).attributes())
          .containsEntry("db.system.name", "h2database")
          .containsEntry(
              "db.query.text", "SELECT count(*) FROM stock WHERE sku = ? AND place <> ?");
      // The first connection of a busy machine may be waited for, which is a span of its own.
      assertThat(trace.spans())
          .filteredOn(span -> !span.name().endsWith(".getConnection"))
          .hasSize(2);
      assertThat(stock.jvm().stdout().text())
          .contains("[trace=" + trace.traceId() + " span=" + request.spanId() + "]");
      assertThat(request.serviceName()).isEqualTo("stock");
      assertThat(stock.jvm().stderr().lines())
          .singleElement()
          .asString()
          .startsWith("[obs-agent] ");
    }
  }

  /** From 24 on the JVM warns of the native library that Spring Boot 2.7's own Tomcat loads. */
  private static ServiceUnderTest quietly(ServiceUnderTest service, Jdk jdk) {
    return jdk.feature() >= 24 ? service.option("--enable-native-access=ALL-UNNAMED") : service;
  }
}
