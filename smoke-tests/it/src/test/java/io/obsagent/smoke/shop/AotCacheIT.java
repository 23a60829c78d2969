package io.obsagent.smoke.shop;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JDK 25 with an AOT cache: servlet and driver are linked before the agent begins. */
class AotCacheIT {

  @ParameterizedTest(name = "trained {0}")
  @ValueSource(strings = {"without the agent", "with the agent"})
  void aotLinkedServletAndDriverAreTraced(String training, @TempDir Path directory)
      throws IOException {
    Optional<Jdk> jdk = Jdks.find(25);
    assumeTrue(jdk.isPresent(), "no JDK 25 on this machine: AOT caches are not tested");
    Database database = Services.postgres().newDatabase("shop");
    Path cache = directory.resolve("shop.aot");
    train(jdk.get(), database, cache, training.equals("with the agent"));
    assertThat(cache).exists();

    Path loaded = directory.resolve("loaded.log");
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop =
            ServiceUnderTest.shop(jdk.get(), database)
                .option("-XX:AOTCache=" + cache)
                .option("-XX:AOTMode=on")
                .with("obs.db.connection-wait.threshold", "1m")
                .option("-Xlog:class+load:file=" + loaded)
                .exportingTo(receiver)
                .start()) {
      assertThat(shop.http().get("/catalogue").statusCode()).isEqualTo(200);
      shop.stop();

      ReceivedTrace trace = receiver.traces().traceOf(server("GET /catalogue"));
      trace.exactlyOne(client("SELECT products").childOf(trace.root()));
      assertThat(trace.spans()).hasSize(2);
      assertThat(shop.jvm().stderr().lines()).singleElement().asString().startsWith("[obs-agent] ");
      assertThat(shop.jvm().stdout().lines()).noneMatch(line -> line.contains("[warning]"));
    }
    // What the agent wove in training is not in the cache; what it did not, is.
    List<String> fromTheCache =
        training.equals("with the agent")
            ? List.of("com.example.shop.storefront.ProductDao")
            : List.of("javax.servlet.http.HttpServlet", "org.postgresql.jdbc.PgStatement");
    for (String type : fromTheCache) {
      assertThat(Files.readAllLines(loaded))
          .filteredOn(line -> line.contains(" " + type + " source: "))
          .first()
          .asString()
          .contains("source: shared objects file");
    }
  }

  private static void train(Jdk jdk, Database database, Path cache, boolean withAgent) {
    ServiceUnderTest shop =
        ServiceUnderTest.shop(jdk, database).option("-XX:AOTCacheOutput=" + cache);
    if (withAgent) {
      shop.with("otel.traces.exporter", "none");
    } else {
      shop.withoutAgent().option("--add-modules=java.instrument");
    }
    try (RunningService training = shop.start()) {
      assertThat(training.http().get("/catalogue").statusCode()).isEqualTo(200);
      training.stop();
    }
  }
}
