package io.obsagent.smoke.services;

import io.obsagent.smoke.kafka.KafkaBroker;
import org.testcontainers.kafka.KafkaContainer;

/**
 * A Kafka broker; get it from {@link Services}. Topics come into being when they are first used,
 * with {@value KafkaBroker#PARTITIONS} partitions.
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

  static KafkaService container() {
    KafkaContainer kafka = new KafkaContainer(Image.KAFKA.reference());
    kafka.withEnv("KAFKA_NUM_PARTITIONS", String.valueOf(KafkaBroker.PARTITIONS));
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
