package io.obsagent.smoke.env;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.http.HttpApplication;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedRequest;
import io.obsagent.smoke.receiver.ReceivedSpan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The JDK's HTTP clients under the packaged agent, also when they were loaded before it. */
class JdkClientsIT {

  @TempDir Path directory;

  static List<Arguments> jdksAndOrders() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.underTest()) {
      all.add(Arguments.of(jdk, false));
      all.add(Arguments.of(jdk, true));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, loaded before: {1}")
  @MethodSource("jdksAndOrders")
  void whatTheServerReceivesIsWhatIsExported(Jdk jdk, boolean loadedBefore) throws Exception {
    Path own =
        Path.of(HttpApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (OtlpReceiver receiver = OtlpReceiver.start()) {
      JvmCommand command = ChildJvm.java(jdk);
      if (loadedBefore) {
        command.agent(Apps.agentJar(directory.resolve("early.jar"), HttpApplication.class));
      }
      try (ChildJvm child =
          command
              .observedBy(receiver)
              .mainClass(List.of(own), HttpApplication.class.getName())
              .start()) {
        assertThat(child.awaitExit(Duration.ofMinutes(1))).isZero();
        List<ReceivedSpan> spans = receiver.traces().await(4, client("GET"));

        assertThat(child.stdout().lines())
            .containsExactlyInAnyOrder(
                "HttpURLConnection " + received(spans, "/redirected"),
                "send " + received(spans, "/send"),
                "sendAsync " + received(spans, "/sendAsync"));
        assertThat(at(spans, "/redirected").attribute("http.request.resend_count")).isEqualTo(1L);
        // Nothing of the agent's own traffic is traced, or carries an identity.
        assertThat(receiver.traces().spans()).hasSize(4);
        for (ReceivedRequest request : receiver.requests().all()) {
          assertThat(request.header("traceparent")).isEmpty();
        }
      }
    }
  }

  private static ReceivedSpan at(List<ReceivedSpan> spans, String path) {
    return spans.stream()
        .filter(span -> span.attribute("url.full").toString().endsWith(path))
        .findAny()
        .orElseThrow();
  }

  private static String received(List<ReceivedSpan> spans, String path) {
    ReceivedSpan span = at(spans, path);
    return "[00-" + span.traceId() + "-" + span.spanId() + "-03]";
  }
}
