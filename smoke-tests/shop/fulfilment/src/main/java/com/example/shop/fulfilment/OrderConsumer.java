package com.example.shop.fulfilment;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.LongDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.log4j.Logger;

/** Reads the orders on one thread and lets several pack. */
class OrderConsumer implements Runnable {

  private static final Logger log = Logger.getLogger(OrderConsumer.class);

  private final Warehouse warehouse;
  private final KafkaConsumer<Long, String> consumer;
  private final Thread reader = new Thread(this, "order-reader");
  private final ExecutorService packers =
      Executors.newFixedThreadPool(4, task -> new Thread(task, "packer"));
  private final AtomicInteger shipped = new AtomicInteger();

  OrderConsumer(String brokers, Warehouse warehouse) {
    Properties config = new Properties();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, brokers);
    config.put(ConsumerConfig.CLIENT_ID_CONFIG, "fulfilment");
    config.put(ConsumerConfig.GROUP_ID_CONFIG, System.getProperty("shop.group", "fulfilment"));
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    this.consumer = new KafkaConsumer<>(config, new LongDeserializer(), new StringDeserializer());
    this.warehouse = warehouse;
  }

  void start() {
    reader.start();
  }

  /** How many orders have left the house since the start. */
  int shipped() {
    return shipped.get();
  }

  @Override
  public void run() {
    try {
      consumer.subscribe(Collections.singletonList(System.getProperty("shop.topic", "orders")));
      while (true) {
        ConsumerRecords<Long, String> records = consumer.poll(Duration.ofMillis(500));
        List<Future<?>> parcels = new ArrayList<>();
        for (final ConsumerRecord<Long, String> record : records) {
          log.info("Order " + record.key() + " received for " + record.value());
          parcels.add(
              packers.submit(
                  new Runnable() {
                    @Override
                    public void run() {
                      ship(record.key());
                    }
                  }));
        }
        for (Future<?> parcel : parcels) {
          parcel.get();
        }
        if (!parcels.isEmpty()) {
          consumer.commitSync();
        }
      }
    } catch (WakeupException e) {
      log.info("No more orders are read");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | RuntimeException e) {
      log.fatal("Orders are not read any longer", e);
    } finally {
      consumer.close();
    }
  }

  private void ship(long order) {
    try {
      int lines = warehouse.ship(order);
      shipped.incrementAndGet();
      log.info("Order " + order + " shipped, " + lines + " lines");
    } catch (Exception e) {
      log.error("Order " + order + " was not shipped", e);
    }
  }

  void stop() {
    consumer.wakeup();
    try {
      reader.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    packers.shutdown();
  }
}
