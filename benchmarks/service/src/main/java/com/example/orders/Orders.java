package com.example.orders;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Orders as records of Kafka. Those sent to {@code orders} come back to this service, which puts
 * the goods back; those sent to {@code audit} nobody reads.
 */
final class Orders {
  private static final Logger log = LoggerFactory.getLogger(Orders.class);

  private final KafkaProducer<String, String> producer;
  private final String ordersTopic;
  private final String auditTopic;

  private Orders(KafkaProducer<String, String> producer, String prefix) {
    this.producer = producer;
    this.ordersTopic = prefix + "orders";
    this.auditTopic = prefix + "audit";
  }

  /** Returns when records can be sent and are being received. */
  static Orders open(String brokers, String prefix, Stock stock) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("key.serializer", StringSerializer.class.getName());
    settings.put("value.serializer", StringSerializer.class.getName());
    settings.put("linger.ms", "5");
    settings.put("acks", "1");
    Orders orders = new Orders(new KafkaProducer<>(settings), prefix);
    orders.producer.partitionsFor(orders.auditTopic);
    orders.producer.partitionsFor(orders.ordersTopic);
    Thread reader = new Thread(() -> orders.receive(brokers, stock), "orders-reader");
    reader.setDaemon(true);
    reader.start();
    return orders;
  }

  void audit(String what) {
    producer.send(new ProducerRecord<>(auditTopic, what, "sold " + what));
  }

  void announce(String what) {
    producer.send(new ProducerRecord<>(ordersTopic, what, "order of " + what));
  }

  private void receive(String brokers, Stock stock) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", brokers);
    settings.put("group.id", ordersTopic);
    settings.put("auto.offset.reset", "earliest");
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", StringDeserializer.class.getName());
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(Collections.singletonList(ordersTopic));
      while (!Thread.currentThread().isInterrupted()) {
        for (ConsumerRecord<String, String> order : consumer.poll(Duration.ofSeconds(1))) {
          stock.putBack(Integer.parseInt(order.key()));
        }
      }
    } catch (SQLException | InterruptException e) {
      log.error("No more orders are received", e);
    }
  }
}
