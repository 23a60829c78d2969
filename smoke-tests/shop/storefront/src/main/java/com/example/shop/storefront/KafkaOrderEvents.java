package com.example.shop.storefront;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Announces orders by Kafka: the key is the order, the value its customer. */
class KafkaOrderEvents implements OrderEvents, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(KafkaOrderEvents.class);

  private final String topic;
  private final Producer<Long, String> producer;

  KafkaOrderEvents(String brokers, String topic) {
    this.topic = topic;
    Properties config = new Properties();
    config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    config.put(ProducerConfig.CLIENT_ID_CONFIG, "storefront");
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    this.producer = new KafkaProducer<>(config, new LongSerializer(), new StringSerializer());
  }

  @Override
  public void placed(final long orderId, String customer) {
    producer.send(
        new ProducerRecord<>(topic, orderId, customer),
        new Callback() {
          @Override
          public void onCompletion(RecordMetadata metadata, Exception exception) {
            if (exception == null) {
              log.info("Order {} announced at offset {}", orderId, metadata.offset());
            } else {
              log.error("Order {} was not announced", orderId, exception);
            }
          }
        });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
