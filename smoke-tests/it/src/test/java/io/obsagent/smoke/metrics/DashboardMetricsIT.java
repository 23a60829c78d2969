package io.obsagent.smoke.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.jvm.ThreeJvmShop;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedPoint;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of docs/metrics.md against what the three services of the shop emit. */
class DashboardMetricsIT {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9_.]+)` \\| (\\S+) \\|.*");
  private static final Pattern NAME = Pattern.compile("`([a-z0-9_.]+)`");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isRegularFile(folder.resolve("docs/metrics.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs");
  }

  /** The table of names that dashboards use: name and unit. */
  private static Map<String, String> promised() throws IOException {
    Map<String, String> promised = new TreeMap<>();
    boolean inside = false;
    for (String line : Files.readAllLines(docs().resolve("metrics.md"))) {
      inside = line.startsWith("## ") ? line.equals("## Names that dashboards use") : inside;
      Matcher row = ROW.matcher(line);
      if (inside && row.matches()) {
        promised.put(row.group(1), row.group(2));
      }
    }
    return promised;
  }

  /** Whatever page speaks of it. */
  private static Set<String> mentioned() throws IOException {
    Set<String> names = new TreeSet<>();
    try (DirectoryStream<Path> pages = Files.newDirectoryStream(docs(), "*.md")) {
      for (Path page : pages) {
        NAME.matcher(Files.readString(page)).results().forEach(name -> names.add(name.group(1)));
      }
    }
    return names;
  }

  private static Map<String, String> units(List<ReceivedPoint> points) {
    Map<String, String> units = new TreeMap<>();
    points.forEach(point -> units.put(point.metric(), point.unit()));
    return units;
  }

  @Test
  void eachIsEmittedAndNothingThatNoPageKnows() throws IOException {
    Map<String, String> promised = promised();
    assertThat(promised).hasSizeGreaterThan(30);
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningShop shop =
            ThreeJvmShop.on(
                    Jdks.running(), Services.postgres().newDatabase("shop"), Services.kafka())
                .option("-Xmn8m")
                .with("otel.metric.export.interval", "500")
                .with("otel.traces.sampler", "always_off")
                .with("obs.watch", "process_resident_memory>1MiB,jvm.memory.sued>1")
                .exportingTo(receiver)
                .start()) {
      buy(shop);
      shop.storefront()
          .jvm()
          .stderr()
          .awaitLine("WARN process_resident_memory>1MiB is crossed: it is \\d+\\.\\dMiB", PATIENCE);
      shop.storefront()
          .jvm()
          .stderr()
          .awaitLine("obs.watch=jvm.memory.sued>1: .*, did you mean jvm.memory.used", PATIENCE);
      // A collection of garbage is what the last of them waits for.
      Map<String, String> emitted =
          units(
              receiver
                  .metrics()
                  .await(
                      "all of the table",
                      points -> {
                        shop.storefront().http().get("/catalogue");
                        return units(points).keySet().containsAll(promised.keySet());
                      },
                      Duration.ofSeconds(90)));
      assertThat(emitted).containsAllEntriesOf(promised);
      Set<String> unknown = new TreeSet<>(emitted.keySet());
      unknown.removeAll(mentioned());
      assertThat(unknown).as("emitted, and on no page of docs").isEmpty();
    }
  }

  private static void buy(RunningShop shop) {
    shop.storefront().http().get("/catalogue");
    shop.storefront()
        .http()
        .post("/cart", Map.of("customer", "alice", "sku", "MUG-2", "quantity", "1"));
    String order =
        shop.storefront()
            .http()
            .post("/checkout", Map.of("customer", "alice", "card", "4111111111111111"))
            .headers()
            .firstValue("Location")
            .orElseThrow();
    shop.awaitShipped(order.substring(order.lastIndexOf('/') + 1));
  }
}
