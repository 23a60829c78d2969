package com.example.kafka;

import com.example.kafka.api.Probe;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.KafkaListenerAnnotationBeanPostProcessor;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.event.ListenerContainerIdleEvent;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.MessageListener;
import org.springframework.kafka.listener.SeekToCurrentErrorHandler;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.handler.annotation.SendTo;

/** Listeners of Spring Kafka. Each method sends three records first. */
public class Listening extends Application {
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private CountDownLatch handled = new CountDownLatch(3);

  public Listening(String servers, Probe probe) {
    super(servers, probe);
  }

  private void handle(ConsumerRecord<String, String> record) {
    seen.add(record.value() + " " + probe.traceId());
    probe.work("handle " + record.value());
    handled.countDown();
  }

  private Map<String, Object> consumerSettings() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", servers);
    settings.put("group.id", "listeners");
    settings.put("auto.offset.reset", "earliest");
    return settings;
  }

  private DefaultKafkaConsumerFactory<String, String> consumers() {
    return new DefaultKafkaConsumerFactory<>(
        consumerSettings(), new StringDeserializer(), new StringDeserializer());
  }

  private ConcurrentMessageListenerContainer<String, String> container(
      String topic, Object listener) {
    ContainerProperties properties = new ContainerProperties(topic);
    properties.setMessageListener(listener);
    properties.setPollTimeout(100);
    return new ConcurrentMessageListenerContainer<>(consumers(), properties);
  }

  /** What was sent, then what was seen. */
  private List<List<String>> listen(
      String topic, ConcurrentMessageListenerContainer<String, String> container) throws Exception {
    List<String> traces = sendEach(topic, "a", "b", "c");
    container.start();
    try {
      await();
    } finally {
      container.stop();
    }
    return List.of(traces, seen);
  }

  private void await() throws InterruptedException {
    if (!handled.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError("seen only " + seen);
    }
  }

  public Object single(String topic) throws Exception {
    ConcurrentMessageListenerContainer<String, String> container =
        container(topic, (MessageListener<String, String>) this::handle);
    container.setConcurrency(2);
    return listen(topic, container);
  }

  public Object pooled(String topic) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(2);
    MessageListener<String, String> listener = record -> pool.submit(() -> handle(record));
    List<List<String>> result = listen(topic, container(topic, listener));
    pool.shutdown();
    return result;
  }

  public Object batch(String topic) throws Exception {
    BatchMessageListener<String, String> listener =
        records -> {
          seen.add("batch of " + records.size() + " " + probe.traceId());
          records.forEach(this::handle);
        };
    return listen(topic, container(topic, listener));
  }

  public Object batchOfThePoll(String topic) throws Exception {
    return listen(topic, container(topic, new OfThePoll()));
  }

  /** Gets what was polled as it is. */
  private final class OfThePoll implements BatchMessageListener<String, String> {
    @Override
    public boolean wantsPollResult() {
      return true;
    }

    @Override
    public void onMessage(
        ConsumerRecords<String, String> records,
        Acknowledgment acknowledgment,
        Consumer<String, String> consumer) {
      seen.add("batch of " + records.count() + " " + probe.traceId());
      records.forEach(Listening.this::handle);
    }

    @Override
    public void onMessage(List<ConsumerRecord<String, String>> records) {
      throw new AssertionError("a list");
    }
  }

  public Object failing(String topic) throws Exception {
    boolean[] failed = new boolean[1];
    MessageListener<String, String> listener =
        record -> {
          if (record.value().equals("b") && !failed[0]) {
            failed[0] = true;
            seen.add("fail " + probe.traceId());
            throw new IllegalStateException("not yet");
          }
          handle(record);
        };
    ConcurrentMessageListenerContainer<String, String> container = container(topic, listener);
    if (isThere("org.springframework.kafka.listener.SeekToCurrentErrorHandler")) {
      Early.retry(container);
    }
    return listen(topic, container);
  }

  private boolean isThere(String type) {
    try {
      Class.forName(type, false, getClass().getClassLoader());
      return true;
    } catch (ClassNotFoundException newer) {
      return false;
    }
  }

  /** Loaded with versions that do not retry by themselves. */
  private static final class Early {
    static void retry(ConcurrentMessageListenerContainer<String, String> container) {
      container.setErrorHandler(new SeekToCurrentErrorHandler());
    }
  }

  public Object idle(String topic) throws Exception {
    handled = new CountDownLatch(2);
    ConcurrentMessageListenerContainer<String, String> container =
        container(topic, (MessageListener<String, String>) this::handle);
    container.getContainerProperties().setIdleEventInterval(200L);
    container.getContainerProperties().setMissingTopicsFatal(false);
    container.setApplicationEventPublisher(
        event -> {
          if (event instanceof ListenerContainerIdleEvent) {
            handled.countDown();
          }
        });
    container.start();
    try {
      await();
    } finally {
      container.stop();
    }
    return seen;
  }

  /** The first time, the listener polls a consumer of its own. */
  public Object ownConsumer(String topic) throws Exception {
    sendEach(topic + "-own", "x");
    List<String> own = new ArrayList<>();
    MessageListener<String, String> listener =
        record -> {
          if (own.isEmpty()) {
            try (org.apache.kafka.clients.consumer.KafkaConsumer<String, String> consumer =
                consumer(topic + "-own")) {
              for (ConsumerRecord<String, String> each : poll(consumer)) {
                own.add(each.value() + " " + probe.traceId());
              }
            }
          }
          handle(record);
        };
    return listen(topic, container(topic, listener));
  }

  /** Answers to another topic. */
  public static class Replying {
    private final Listening owner;

    Replying(Listening owner) {
      this.owner = owner;
    }

    @KafkaListener(topics = "#{@topic}")
    @SendTo("#{@topic}-replies")
    public String reply(ConsumerRecord<String, String> record) {
      owner.handle(record);
      return "re " + record.value();
    }
  }

  public Object sendTo(String topic) throws Exception {
    List<String> traces = sendEach(topic, "a", "b", "c");
    Map<String, Object> producing = new HashMap<>();
    producing.put("bootstrap.servers", servers);
    producing.put("retries", "10");
    DefaultKafkaProducerFactory<String, String> producers =
        new DefaultKafkaProducerFactory<>(
            producing, new StringSerializer(), new StringSerializer());
    ConcurrentKafkaListenerContainerFactory<String, String> containers =
        new ConcurrentKafkaListenerContainerFactory<>();
    containers.setConsumerFactory(consumers());
    KafkaTemplate<String, String> replies = new KafkaTemplate<>(producers);
    containers.setReplyTemplate(replies);
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.registerBean("topic", String.class, () -> topic);
      context.registerBean(
          "kafkaListenerContainerFactory",
          ConcurrentKafkaListenerContainerFactory.class,
          () -> containers);
      context.registerBean(
          "org.springframework.kafka.config.internalKafkaListenerEndpointRegistry",
          KafkaListenerEndpointRegistry.class,
          KafkaListenerEndpointRegistry::new);
      context.registerBean(
          "org.springframework.kafka.config.internalKafkaListenerAnnotationProcessor",
          KafkaListenerAnnotationBeanPostProcessor.class,
          KafkaListenerAnnotationBeanPostProcessor::new);
      context.registerBean("replying", Replying.class, () -> new Replying(this));
      context.refresh();
      await();
    } finally {
      replies.flush();
      producers.destroy();
    }
    return List.of(traces, seen);
  }
}
