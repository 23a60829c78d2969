package io.obsagent.engine.semantics;

import io.obsagent.engine.trace.AttributeKey;

/**
 * The attributes of messaging spans, with those of Kafka.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/messaging/kafka/">Semantic conventions
 *     for Kafka</a>
 */
public final class MessagingAttributes {
  public static final AttributeKey SYSTEM = AttributeKey.string("messaging.system");
  public static final AttributeKey OPERATION_NAME = AttributeKey.string("messaging.operation.name");
  public static final AttributeKey OPERATION_TYPE = AttributeKey.string("messaging.operation.type");
  public static final AttributeKey DESTINATION = AttributeKey.string("messaging.destination.name");

  /** A text, though Kafka's partitions are numbers. */
  public static final AttributeKey PARTITION =
      AttributeKey.string("messaging.destination.partition.id");

  public static final AttributeKey CONSUMER_GROUP =
      AttributeKey.string("messaging.consumer.group.name");
  public static final AttributeKey CLIENT_ID = AttributeKey.string("messaging.client.id");
  public static final AttributeKey MESSAGE_COUNT =
      AttributeKey.number("messaging.batch.message_count");

  /** Bytes. */
  public static final AttributeKey BODY_SIZE = AttributeKey.number("messaging.message.body.size");

  public static final AttributeKey KAFKA_OFFSET = AttributeKey.number("messaging.kafka.offset");
  public static final AttributeKey KAFKA_KEY = AttributeKey.string("messaging.kafka.message.key");

  /** Present, and true, only for a message without a value. */
  public static final AttributeKey KAFKA_TOMBSTONE =
      AttributeKey.bool("messaging.kafka.message.tombstone");

  private MessagingAttributes() {}
}
