package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The listener containers of Spring Kafka, from 2.2 on. */
public final class SpringKafkaInstrumentation implements LibraryInstrumentation {
  private static final String RECORD = "Lorg/apache/kafka/clients/consumer/ConsumerRecord;";
  private static final String RECORDS = "Lorg/apache/kafka/clients/consumer/ConsumerRecords;";
  private static final String LIST = "Ljava/util/List;";

  public SpringKafkaInstrumentation() {}

  @Override
  public String name() {
    return "spring-kafka";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.springframework.kafka.listener.KafkaMessageListenerContainer$ListenerConsumer")
        .method("pollAndInvoke", "()V", FrameworkAdvice.Polling.class)
        .method("doInvokeOnMessage", "(" + RECORD + ")V", SpringListenerAdvice.One.class)
        // Up to 2.5 or so.
        .method(
            "invokeBatchOnMessage",
            "(" + RECORDS + LIST + "Lorg/apache/kafka/clients/producer/Producer;)V",
            SpringListenerAdvice.Batch.class)
        .method(
            "invokeBatchOnMessageWithRecordsOrList",
            "(" + RECORDS + LIST + ")V",
            SpringListenerAdvice.Batch.class);
  }
}
