package io.obsagent.smoke.sampling;

import com.example.relay.RelayApplication;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.JvmCommand;
import io.obsagent.smoke.receiver.OtlpReceiver;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.catalina.startup.Tomcat;

/** A {@link RelayApplication} in a JVM of its own, under one agent or the other. */
final class Relay implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  private final ChildJvm jvm;
  private final int port;

  private Relay(ChildJvm jvm) {
    this.jvm = jvm;
    this.port = Integer.parseInt(jvm.awaitLine("listening on (\\d+)", PATIENCE).group(1));
  }

  /** Under our agent. */
  static Relay ours(
      String name, Path folder, Relay next, OtlpReceiver to, UnaryOperator<JvmCommand> settings) {
    return start(
        name,
        folder,
        next,
        settings.apply(
            ChildJvm.java(Jdks.running())
                .observedBy(to)
                .property("otel.metrics.exporter", "none")));
  }

  /** Under OpenTelemetry's. */
  static Relay theirs(
      String name, Path folder, Relay next, OtlpReceiver to, UnaryOperator<JvmCommand> settings) {
    return start(
        name,
        folder,
        next,
        settings.apply(
            ChildJvm.java(Jdks.running())
                .agent(Path.of(System.getProperty("other.agent")))
                .property("otel.exporter.otlp.protocol", "http/protobuf")
                .property("otel.exporter.otlp.endpoint", to.httpEndpoint())
                // Otherwise it drops what it cannot send fast enough, and holes are its own.
                .property("otel.bsp.max.queue.size", "65536")
                .property("otel.metrics.exporter", "none")
                .property("otel.logs.exporter", "none")));
  }

  private static Relay start(String name, Path folder, Relay next, JvmCommand command) {
    command
        .property("otel.service.name", name)
        .option("-Xmx256m")
        .mainClass(
            List.of(
                home(RelayApplication.class),
                home(Tomcat.class),
                home(javax.annotation.Resource.class)),
            RelayApplication.class.getName())
        .argument(folder.resolve(name).toString());
    if (next != null) {
      command.argument("http://127.0.0.1:" + next.port);
    }
    return new Relay(command.start());
  }

  private static Path home(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  int port() {
    return port;
  }

  /** SIGTERM; whatever waits for export is sent. */
  ChildJvm stop() {
    jvm.stop();
    return jvm;
  }

  @Override
  public void close() {
    jvm.close();
  }
}
