package io.obsagent.smoke.env;

import static io.obsagent.smoke.env.LedgerCheck.DRIVER;
import static io.obsagent.smoke.env.LedgerCheck.MAIN;
import static io.obsagent.smoke.env.LedgerCheck.URL;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.agents.CountingAgent;
import com.example.agents.ReweavingAgent;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two agents weave one driver: both get what they came for, in either order. */
class OtherAgentsIT {

  @TempDir Path directory;

  static List<Arguments> jdksAndOrders() {
    List<Arguments> all = new ArrayList<>();
    for (Jdk jdk : Jdks.underTest()) {
      all.add(Arguments.of(jdk, "before ours"));
      all.add(Arguments.of(jdk, "after ours"));
    }
    return all;
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndOrders")
  void byteBuddyAgent(Jdk jdk, String order) {
    Path agent = Apps.agentJar(directory.resolve("counting.jar"), CountingAgent.class);

    List<String> output =
        LedgerCheck.run(
            1,
            receiver ->
                both(jdk, receiver, agent, order)
                    // Else the other one's Byte Buddy makes JDK 25 warn of Unsafe.
                    .property("net.bytebuddy.safe", "true")
                    .mainClass(List.of(Apps.ledger(), Apps.h2()), MAIN)
                    .argument(DRIVER)
                    .argument(URL));

    assertThat(output).contains("counted 1");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("jdksAndOrders")
  void retransformingAndRedefiningAgent(Jdk jdk, String order) {
    Path agent = Apps.agentJar(directory.resolve("reweaving.jar"), ReweavingAgent.class);

    List<String> output =
        LedgerCheck.run(
            3,
            receiver ->
                both(jdk, receiver, agent, order)
                    .mainClass(List.of(Apps.ledger(), Apps.h2()), ReweavingAgent.class.getName())
                    .argument(DRIVER)
                    .argument(URL));

    assertThat(output).contains("rewoven true");
  }

  private static JvmCommand both(Jdk jdk, OtlpReceiver receiver, Path agent, String order) {
    return order.equals("before ours")
        ? ChildJvm.java(jdk).agent(agent).observedBy(receiver)
        : ChildJvm.java(jdk).observedBy(receiver).agent(agent);
  }
}
