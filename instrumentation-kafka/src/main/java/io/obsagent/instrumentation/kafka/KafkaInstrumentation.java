package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Kafka's own clients, from 2.0 on: {@code KafkaProducer}, {@code KafkaConsumer}. */
public final class KafkaInstrumentation implements LibraryInstrumentation {
  private static final String RECORDS = "Lorg/apache/kafka/clients/consumer/ConsumerRecords;";

  public KafkaInstrumentation() {}

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.kafka.clients.Metadata")
        .state(ClientReader.METADATA_STATE)
        .method("bootstrap", "(Ljava/util/List;)V", MetadataAdvice.Bootstrap.class)
        .method("bootstrap", "(Ljava/util/List;J)V", MetadataAdvice.Bootstrap.class)
        .method(
            "update",
            "(Lorg/apache/kafka/common/Cluster;Ljava/util/Set;J)V",
            MetadataAdvice.Update.class);
    producer(targets);
    consumer(targets);
  }

  private static void producer(Targets targets) {
    targets
        .types("org.apache.kafka.clients.producer.KafkaProducer")
        .state(ClientReader.PRODUCER_STATE)
        .method(
            "doSend",
            "(Lorg/apache/kafka/clients/producer/ProducerRecord;"
                + "Lorg/apache/kafka/clients/producer/Callback;)Ljava/util/concurrent/Future;",
            ProducerAdvice.Send.class)
        .method(
            "setReadOnly",
            "(Lorg/apache/kafka/common/header/Headers;)V",
            ProducerAdvice.LastLook.class);
  }

  private static void consumer(Targets targets) {
    targets
        .types("org.apache.kafka.clients.consumer.KafkaConsumer")
        .state(ClientReader.CONSUMER_STATE)
        .method("poll", "(J)" + RECORDS, ConsumerAdvice.Poll.class)
        .method("poll", "(Ljava/time/Duration;)" + RECORDS, ConsumerAdvice.Poll.class)
        .method("close", "()V", ConsumerAdvice.Close.class)
        .method("close", "(Ljava/time/Duration;)V", ConsumerAdvice.Close.class)
        .method("close", "(JLjava/util/concurrent/TimeUnit;)V", ConsumerAdvice.Close.class)
        .method(
            "close",
            "(Lorg/apache/kafka/clients/consumer/CloseOptions;)V",
            ConsumerAdvice.Close.class);
    targets
        .types("org.apache.kafka.clients.consumer.ConsumerRecords")
        .state(KafkaRecorder.RECORDS_STATE)
        .method("iterator", "()Ljava/util/Iterator;", RecordsAdvice.OfAll.class)
        .method(
            "records",
            "(Lorg/apache/kafka/common/TopicPartition;)Ljava/util/List;",
            RecordsAdvice.OfPartition.class)
        .method("records", "(Ljava/lang/String;)Ljava/lang/Iterable;", RecordsAdvice.OfTopic.class);
  }
}
