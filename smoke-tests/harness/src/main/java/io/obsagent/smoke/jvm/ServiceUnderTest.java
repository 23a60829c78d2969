package io.obsagent.smoke.jvm;

import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A service to be started under the agent: the shop, or any program that prints {@code listening on
 * http://127.0.0.1:PORT} on stdout when it is ready.
 */
public final class ServiceUnderTest {

  private static final String READY = "listening on http://127\\.0\\.0\\.1:(\\d+)";
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  private final JvmCommand command;
  private Path agent = null;
  private boolean withoutAgent = false;

  private ServiceUnderTest(JvmCommand command) {
    this.command = command;
  }

  public static ServiceUnderTest jar(Jdk jdk, Path jar) {
    return new ServiceUnderTest(ChildJvm.java(jdk).jar(jar));
  }

  public static ServiceUnderTest mainClass(Jdk jdk, List<Path> classPath, String name) {
    return new ServiceUnderTest(ChildJvm.java(jdk).mainClass(classPath, name));
  }

  /** The storefront of the shop, alone: it takes payments itself and announces no orders. */
  public static ServiceUnderTest shop(Jdk jdk, Database database) {
    return jar(jdk, Artifacts.shopJar()).onDatabase(database);
  }

  /** The payment system of the shop. */
  public static ServiceUnderTest payment(Jdk jdk, Database database) {
    return jar(jdk, Artifacts.paymentJar()).onDatabase(database);
  }

  /** The shop's fulfilment; it needs a broker, {@link ThreeJvmShop} knows how. */
  static ServiceUnderTest fulfilment(Jdk jdk, Database database) {
    return jar(jdk, Artifacts.fulfilmentJar()).onDatabase(database);
  }

  private ServiceUnderTest onDatabase(Database database) {
    return with("shop.port", "0")
        .with("shop.jdbc.url", database.jdbcUrl())
        .with("shop.jdbc.user", database.user())
        .with("shop.jdbc.password", database.password());
  }

  public ServiceUnderTest with(String property, String value) {
    command.property(property, value);
    return this;
  }

  public ServiceUnderTest env(String name, String value) {
    command.env(name, value);
    return this;
  }

  public ServiceUnderTest option(String javaOption) {
    command.option(javaOption);
    return this;
  }

  public ServiceUnderTest directory(Path workingDirectory) {
    command.directory(workingDirectory);
    return this;
  }

  public ServiceUnderTest argument(String argument) {
    command.argument(argument);
    return this;
  }

  /** OTLP over HTTP to this receiver. */
  public ServiceUnderTest exportingTo(OtlpReceiver receiver) {
    return with("otel.exporter.otlp.protocol", "http/protobuf")
        .with("otel.exporter.otlp.endpoint", receiver.httpEndpoint());
  }

  /** OTLP over gRPC to this receiver. */
  public ServiceUnderTest exportingByGrpcTo(OtlpReceiver receiver) {
    return with("otel.exporter.otlp.protocol", "grpc")
        .with("otel.exporter.otlp.endpoint", receiver.grpcEndpoint());
  }

  /** Another agent, or another copy of ours. */
  public ServiceUnderTest agent(Path jar) {
    agent = jar;
    return this;
  }

  public ServiceUnderTest withoutAgent() {
    withoutAgent = true;
    return this;
  }

  /** Returns when the service listens. */
  public RunningService start() {
    if (agent != null) {
      command.agent(agent);
    } else if (!withoutAgent) {
      command.observed();
    }
    ChildJvm jvm = command.start();
    try {
      int port = Integer.parseInt(jvm.awaitLine(READY, START_PATIENCE).group(1));
      return new RunningService(jvm, port);
    } catch (AssertionError e) {
      jvm.close();
      throw e;
    }
  }
}
