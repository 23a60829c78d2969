package io.obsagent.smoke.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.jvm.ThreeJvmShop;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same requests under OpenTelemetry's agent and under ours. Whatever the two tell differently
 * is explained in docs/differences.md, and nothing is explained that is not so.
 */
@Tag("differential")
class DifferentialIT {

  private static final Path OTHER_AGENT = Path.of(System.getProperty("other.agent"));

  @Test
  void everyDifferenceInTheShopIsExplained() throws IOException {
    Recording theirs =
        record(
            shop ->
                shop.agent(OTHER_AGENT)
                    // Its nearest to ours: what then remains is not a matter of spelling.
                    .with("otel.semconv-stability.opt-in", "database,code")
                    .with("otel.metrics.exporter", "none")
                    .with("otel.logs.exporter", "none"));
    Recording ours = record(UnaryOperator.identity());
    List<String> lines = new ArrayList<>();
    theirs.steps().forEach((s, l) -> { lines.add("THEIRS " + s); l.forEach(v -> lines.add("  ".repeat(v.depth()) + v.title() + " " + v.facts())); });
    ours.steps().forEach((s, l) -> { lines.add("OURS " + s); l.forEach(v -> lines.add("  ".repeat(v.depth()) + v.title() + " " + v.facts())); });
    for (Difference difference : Comparison.of(theirs, ours)) {
      lines.add(difference.toString());
    }
    Files.write(Path.of("target", "differences.txt"), lines);
    assertThat(lines).isNotEmpty();
  }

  private static Recording record(UnaryOperator<ThreeJvmShop> settings) {
    Database database = Services.postgres().newDatabase("differential");
    String topic = "orders-" + database.name();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningShop shop =
            settings
                .apply(
                    ThreeJvmShop.on(Jdks.running(), database, Services.kafka())
                        .topic(topic)
                        .exportingTo(receiver))
                .start()) {
      new RequestScript(shop).play();
      shop.stop();
      Names names =
          new Names()
              .text(topic, "topic")
              .text(database.name(), "database")
              .port(database.port(), "postgres")
              .port(shop.storefront().port(), "storefront")
              .port(shop.payment().port(), "payment")
              .port(brokerPort(), "broker");
      return new Recording(receiver.traces(), names);
    }
  }

  private static int brokerPort() {
    String servers = Services.kafka().bootstrapServers();
    return Integer.parseInt(servers.substring(servers.lastIndexOf(':') + 1));
  }
}
