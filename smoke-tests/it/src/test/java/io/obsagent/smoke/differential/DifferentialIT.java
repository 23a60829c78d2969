package io.obsagent.smoke.differential;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.http.Traveller;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.jvm.ThreeJvmShop;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.commons.logging.LogFactory;
import org.apache.http.HttpHost;
import org.apache.http.client.HttpClient;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The same requests under OpenTelemetry's agent and under ours. Whatever the two tell differently
 * is explained in docs/differences.md, and nothing is explained that is not so. The two listings
 * are left in {@code target/differential}.
 */
@Tag("differential")
class DifferentialIT {

  private static final Path OTHER_AGENT = Path.of(System.getProperty("other.agent"));
  private static final Path PAGE = Path.of(System.getProperty("differences.page"));
  private static final Path EXPLANATIONS = Path.of("src", "test", "resources", "differential");
  private static final Path LISTINGS = Path.of("target", "differential");

  /** In the other agent's nearest to ours: what remains is more than another spelling. */
  @Test
  void theShop() throws IOException {
    Recording theirs =
        shop(
            shop ->
                shop.agent(OTHER_AGENT)
                    .with("otel.semconv-stability.opt-in", "database")
                    .with("otel.metrics.exporter", "none")
                    .with("otel.logs.exporter", "none"));
    // Whether one waits for a connection is not the same in every run.
    Recording ours = shop(shop -> shop.with("obs.db.connection-wait.threshold", "1m"));

    check("shop", theirs, ours, List.of());
  }

  /** With no option but the agent. */
  @Test
  void httpClientsAndTheDefaultNamesOfDatabases() throws Exception {
    Map<String, String> theirsOnTheWire = new TreeMap<>();
    Map<String, String> oursOnTheWire = new TreeMap<>();
    Recording theirs = travel(true, theirsOnTheWire);
    Recording ours = travel(false, oursOnTheWire);
    List<Difference> onTheWire = new ArrayList<>();
    theirsOnTheWire.forEach(
        (path, said) -> {
          if (!said.equals(oursOnTheWire.get(path))) {
            onTheWire.add(
                new Difference(
                    Recording.NO_REQUEST,
                    "request " + path,
                    "traceparent",
                    said,
                    oursOnTheWire.get(path)));
          }
        });

    check("clients", theirs, ours, onTheWire);
    // Where both agree the comparison would not see that neither sends one.
    assertThat(oursOnTheWire).containsEntry("/page/apache", "of a span");
  }

  private static void check(
      String name, Recording theirs, Recording ours, List<Difference> onTheWire)
      throws IOException {
    List<Difference> differences = new ArrayList<>(Comparison.of(theirs, ours));
    differences.addAll(onTheWire);
    Explanations explanations = Explanations.read(EXPLANATIONS.resolve(name + ".txt"));
    Files.createDirectories(LISTINGS);
    Path listing = LISTINGS.resolve(name + ".txt");
    Files.write(listing, new Listing(theirs, ours, differences, explanations).lines());
    assertThat(explanations.faults(differences, Explanations.rowsOf(PAGE)))
        .as("both listings are in " + listing.toAbsolutePath())
        .isEmpty();
    assertThat(differences).isNotEmpty();
  }

  private static Recording shop(UnaryOperator<ThreeJvmShop> settings) {
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

  /**
   * @param onTheWire what each path's {@code traceparent} was: the application's own, that of an
   *     exported span, none
   */
  private static Recording travel(boolean underTheOther, Map<String, String> onTheWire)
      throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RedirectingServer server = new RedirectingServer()) {
      JvmCommand command = ChildJvm.java(Jdks.running());
      if (underTheOther) {
        command
            .agent(OTHER_AGENT)
            .property("otel.exporter.otlp.protocol", "http/protobuf")
            .property("otel.exporter.otlp.endpoint", receiver.httpEndpoint());
      } else {
        command.observedBy(receiver);
      }
      command.property("otel.service.name", "traveller");
      command.mainClass(classPath(), Traveller.class.getName());
      command.argument("http://127.0.0.1:" + server.port());
      try (ChildJvm child = command.start()) {
        assertThat(child.awaitExit(Duration.ofMinutes(2))).as(child.stderr().text()).isZero();
      }
      List<ReceivedSpan> spans = receiver.traces().spans();
      server.traceParents().forEach((path, sent) -> onTheWire.put(path, whose(sent, spans)));
      return new Recording(receiver.traces(), new Names().port(server.port(), "server"));
    }
  }

  private static String whose(List<String> traceParents, List<ReceivedSpan> spans) {
    if (traceParents.size() != 1) {
      return traceParents.size() + " of them";
    }
    if (traceParents.get(0).equals(Traveller.OWN_TRACE_PARENT)) {
      return "the application's";
    }
    return spans.stream().anyMatch(span -> traceParents.get(0).contains(span.spanId()))
        ? "of a span"
        : "of nobody";
  }

  private static List<Path> classPath() throws URISyntaxException {
    List<Path> classPath = new ArrayList<>();
    for (Class<?> each :
        List.of(
            Traveller.class,
            HttpClient.class,
            HttpHost.class,
            LogFactory.class,
            org.h2.Driver.class)) {
      classPath.add(Path.of(each.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    return classPath;
  }
}
