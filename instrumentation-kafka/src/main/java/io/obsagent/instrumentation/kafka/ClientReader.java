package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.ForeignState;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What clients do not say about themselves, read from their private fields, once per client; what
 * cannot be read is unknown. Kafka's JAR is an automatic module at most, which is open to everyone.
 */
public final class ClientReader {
  static final String PRODUCER_STATE = "kafka.producer";
  static final String CONSUMER_STATE = "kafka.consumer";
  static final String METADATA_STATE = "kafka.bootstrap";

  private static final ForeignState<ClientFacts> CONSUMERS = ForeignState.named(CONSUMER_STATE);
  private static final ForeignState<Producer> PRODUCERS = ForeignState.named(PRODUCER_STATE);

  /** By the client's {@code Metadata}: the first server it was told of. */
  private static final ForeignState<InetSocketAddress> BOOTSTRAP =
      ForeignState.named(METADATA_STATE);

  /** The first record format with headers. */
  private static final byte MAGIC_WITH_HEADERS = 2;

  private ClientReader() {}

  /** What we keep of a producer. */
  private static final class Producer {
    final ClientFacts facts;

    /** {@code byte maxUsableProduceMagic()} of its brokers; null where all take headers. */
    final MethodHandle magic;

    Producer(ClientFacts facts, MethodHandle magic) {
      this.facts = facts;
      this.magic = magic;
    }
  }

  /** A client's {@code Metadata} was told where to begin; the first time counts. */
  public static void bootstrapped(Object metadata, InetSocketAddress server) {
    if (BOOTSTRAP.get(metadata) == null) {
      BOOTSTRAP.set(metadata, server);
    }
  }

  /** What is known of a {@code KafkaProducer}. */
  public static ClientFacts producer(Object producer) {
    return known(producer).facts;
  }

  /** False if some broker this producer has talked to keeps records without headers. */
  public static boolean takesHeaders(Object producer) {
    MethodHandle magic = known(producer).magic;
    if (magic == null) {
      return true;
    }
    try {
      return (byte) magic.invokeExact() >= MAGIC_WITH_HEADERS;
    } catch (Throwable otherwise) {
      return true;
    }
  }

  private static Producer known(Object producer) {
    Producer known = PRODUCERS.get(producer);
    if (known == null) {
      known = new Producer(facts(producer, false), magicOf(field(producer, "apiVersions")));
      PRODUCERS.set(producer, known);
    }
    return known;
  }

  /** What is known of a {@code KafkaConsumer}. */
  public static ClientFacts consumer(Object consumer) {
    ClientFacts facts = CONSUMERS.get(consumer);
    if (facts == null) {
      facts = facts(consumer, true);
      CONSUMERS.set(consumer, facts);
    }
    return facts;
  }

  /** Whether a {@code KafkaConsumer} can be used no more; false where that is not known. */
  public static boolean isClosed(Object consumer) {
    Object delegate = field(consumer, "delegate");
    return Boolean.TRUE.equals(field(delegate == null ? consumer : delegate, "closed"));
  }

  private static ClientFacts facts(Object client, boolean consumer) {
    // From 3.7 on a consumer is a shell around one of several kinds.
    Object delegate = field(client, "delegate");
    Object inner = delegate == null ? client : delegate;
    Object clientId = field(inner, "clientId");
    Object metadata = field(inner, "metadata");
    InetSocketAddress server = metadata == null ? null : BOOTSTRAP.get(metadata);
    return new ClientFacts(
        clientId instanceof String && !((String) clientId).isEmpty() ? (String) clientId : null,
        server == null ? null : server.getHostString(),
        server == null ? -1 : server.getPort(),
        consumer ? group(inner) : null);
  }

  private static String group(Object consumer) {
    Object group = field(consumer, "groupId");
    if (group == null) {
      group = field(field(consumer, "coordinator"), "groupId"); // 2.0
    }
    if (group == null) {
      Object metadata = field(consumer, "groupMetadata"); // the asynchronous consumer
      metadata = metadata instanceof AtomicReference ? ((AtomicReference<?>) metadata).get() : null;
      group = field(unwrapped(metadata), "groupId");
    }
    Object name = unwrapped(group);
    return name instanceof String && !((String) name).isEmpty() ? (String) name : null;
  }

  private static Object unwrapped(Object value) {
    return value instanceof Optional ? ((Optional<?>) value).orElse(null) : value;
  }

  /** The value of a private field of the object's class or one above; null if it has none. */
  private static Object field(Object owner, String name) {
    if (owner == null) {
      return null;
    }
    return AccessController.doPrivileged(
        new PrivilegedAction<Object>() {
          @Override
          public Object run() {
            for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
              try {
                Field field = type.getDeclaredField(name);
                field.setAccessible(true);
                return field.get(owner);
              } catch (NoSuchFieldException inAnotherClass) {
                // Above, or nowhere.
              } catch (IllegalAccessException | RuntimeException closed) {
                return null;
              }
            }
            return null;
          }
        });
  }

  /** Null from 4.0 on, which speaks only to brokers that take headers. */
  private static MethodHandle magicOf(Object apiVersions) {
    if (apiVersions == null) {
      return null;
    }
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              apiVersions.getClass(), "maxUsableProduceMagic", MethodType.methodType(byte.class))
          .bindTo(apiVersions);
    } catch (ReflectiveOperationException | LinkageError newer) {
      return null;
    }
  }

  /** The first address of a list the client was started with. */
  public static InetSocketAddress first(List<?> addresses) {
    Object first = addresses == null || addresses.isEmpty() ? null : addresses.get(0);
    return first instanceof InetSocketAddress ? (InetSocketAddress) first : null;
  }
}
