package io.obsagent.smoke.services;

import io.obsagent.smoke.kafka.KafkaBroker;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka broker; get it from {@link Services}. Topics come into being when they are first used.
 */
public final class KafkaService implements Server {

  private final String bootstrapServers;
  private final Runnable stop;

  private KafkaService(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  static KafkaService embedded() {
    KafkaBroker broker = KafkaBroker.start();
    return new KafkaService(broker.bootstrapServers(), broker::close);
  }

  /** The image can be replaced where none can be pulled. */
  static KafkaService container() {
    KafkaContainer kafka =
        new KafkaContainer(
            DockerImageName.parse(System.getProperty("smoke.kafka.image", "apache/kafka:3.9.2"))
                .asCompatibleSubstituteFor("apache/kafka"));
    kafka.start();
    return new KafkaService(kafka.getBootstrapServers(), kafka::stop);
  }

  /** For {@code bootstrap.servers}: one {@code host:port}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void stop() {
    stop.run();
  }
}
