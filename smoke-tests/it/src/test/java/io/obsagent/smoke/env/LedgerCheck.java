package io.obsagent.smoke.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** The ledger in one environment or another: its spans must always be the same. */
final class LedgerCheck {

  static final String MAIN = "com.example.ledger.Ledger";
  static final String DRIVER = "org.h2.Driver";

  /** A database for every connection that asks. */
  static final String URL = "jdbc:h2:mem:";

  static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final List<String> STATEMENTS =
      List.of("CREATE TABLE entries", "INSERT entries", "SELECT entries");

  private LedgerCheck() {}

  /**
   * Runs a program to its end and demands the spans of so many ledgers, and not a word on standard
   * error but the agent's start line.
   *
   * @return standard output
   */
  static List<String> run(int ledgers, Function<OtlpReceiver, JvmCommand> program) {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm jvm = program.apply(receiver).start()) {
      int exit = jvm.awaitExit(PATIENCE);
      assertThat(exit).as(jvm.stderr().text()).isZero();
      assertThat(jvm.stderr().lines()).singleElement().asString().startsWith("[obs-agent] ");
      assertThat(jvm.stdout().lines().stream().filter(line -> line.equals("balance 42")))
          .as(jvm.stdout().text())
          .hasSize(ledgers);
      check(ledgers, receiver.traces().spans());
      return jvm.stdout().lines();
    }
  }

  static void check(int ledgers, List<ReceivedSpan> spans) {
    List<String> expected =
        STATEMENTS.stream().flatMap(name -> Collections.nCopies(ledgers, name).stream()).toList();
    assertThat(spans).extracting(ReceivedSpan::name).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(spans)
        .allSatisfy(
            span -> {
              assertThat(span.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
              assertThat(span.attribute("db.system.name")).isEqualTo("h2database");
              assertThat(span.attribute("db.query.text")).isNotNull();
              assertThat(span.status()).isEqualTo(ReceivedSpan.Status.UNSET);
            });
  }
}
