package io.obsagent.smoke.jvm;

import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.KafkaService;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * The shop as it is run: storefront, payment and fulfilment, each a JVM of its own, on one database
 * server and one Kafka broker.
 */
public final class ThreeJvmShop {

  private final Jdk jdk;
  private final Database database;
  private final String brokers;
  private final List<Consumer<ServiceUnderTest>> settings = new ArrayList<>();
  private String topic;

  private ThreeJvmShop(Jdk jdk, Database database, String brokers) {
    this.jdk = jdk;
    this.database = database;
    this.brokers = brokers;
    // The broker is shared by all tests of a run, the database is not.
    this.topic = "orders-" + database.name();
  }

  public static ThreeJvmShop on(Jdk jdk, Database database, KafkaService kafka) {
    return new ThreeJvmShop(jdk, database, kafka.bootstrapServers());
  }

  /** The topic of the orders, if its name matters. */
  public ThreeJvmShop topic(String name) {
    topic = name;
    return this;
  }

  /** In all three. */
  public ThreeJvmShop with(String property, String value) {
    settings.add(service -> service.with(property, value));
    return this;
  }

  /** Of the JVM, for all three. */
  public ThreeJvmShop option(String javaOption) {
    settings.add(service -> service.option(javaOption));
    return this;
  }

  /** All three, by OTLP over HTTP. */
  public ThreeJvmShop exportingTo(OtlpReceiver receiver) {
    settings.add(service -> service.exportingTo(receiver));
    return this;
  }

  /** All three under this agent instead of ours. */
  public ThreeJvmShop agent(Path jar) {
    settings.add(service -> service.agent(jar));
    return this;
  }

  public ThreeJvmShop withoutAgent() {
    settings.add(ServiceUnderTest::withoutAgent);
    return this;
  }

  /** Returns when all three listen. */
  public RunningShop start() {
    CompletableFuture<RunningService> fulfilment = started(fulfilment());
    CompletableFuture<RunningService> payment = started(payment());
    try {
      RunningService storefront = storefront(payment.join().port()).start();
      return new RunningShop(storefront, payment.join(), fulfilment.join());
    } catch (AssertionError | CompletionException e) {
      fulfilment.thenAccept(RunningService::close);
      payment.thenAccept(RunningService::close);
      throw new AssertionError("The shop does not start: " + e.getMessage(), e);
    }
  }

  private ServiceUnderTest storefront(int paymentPort) {
    return configured(ServiceUnderTest.shop(jdk, database), "storefront")
        .with("shop.payment.url", "http://127.0.0.1:" + paymentPort)
        .with("shop.kafka", brokers)
        .with("shop.topic", topic);
  }

  private ServiceUnderTest payment() {
    return configured(ServiceUnderTest.payment(jdk, database), "payment");
  }

  private ServiceUnderTest fulfilment() {
    return configured(ServiceUnderTest.fulfilment(jdk, database), "fulfilment")
        .with("shop.kafka", brokers)
        .with("shop.topic", topic)
        .with("shop.group", "fulfilment-of-" + topic);
  }

  private ServiceUnderTest configured(ServiceUnderTest service, String name) {
    service.with("otel.service.name", name);
    settings.forEach(setting -> setting.accept(service));
    return service;
  }

  private static CompletableFuture<RunningService> started(ServiceUnderTest service) {
    CompletableFuture<RunningService> running = new CompletableFuture<>();
    Thread starter =
        new Thread(
            () -> {
              try {
                running.complete(service.start());
              } catch (RuntimeException | AssertionError e) {
                running.completeExceptionally(e);
              }
            },
            "start-service");
    starter.setDaemon(true);
    starter.start();
    return running;
  }
}
