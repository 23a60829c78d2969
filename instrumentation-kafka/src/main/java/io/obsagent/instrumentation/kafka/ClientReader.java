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
import org.apache.kafka.clients.producer.KafkaProducer;

/**
 * What clients do not say about themselves, read from their private fields, once per client; what
 * cannot be read is unknown. Kafka's JAR is an automatic module at most, which is open to everyone.
 */
final class ClientReader {
  static final String PRODUCER_STATE = "kafka.producer";
  static final String CONSUMER_STATE = "kafka.consumer";
  static final String METADATA_STATE = "kafka.bootstrap";

  private static final ForeignState<ClientFacts> CONSUMERS = ForeignState.named(CONSUMER_STATE);
  private static final ForeignState<Producer> PRODUCERS = ForeignState.named(PRODUCER_STATE);

  /** By the client's {@code Metadata}: the first server it was told of. */
  private static final ForeignState<InetSocketAddress> BOOTSTRAP =
      ForeignState.named(METADATA_STATE);

  /** {@code byte ApiVersions.maxUsableProduceMagic()}; null from 4.0 on, where all take headers. */
  private static final MethodHandle PRODUCE_MAGIC = produceMagic();

  /** The first record format with headers. */
  private static final byte MAGIC_WITH_HEADERS = 2;

  private ClientReader() {}

  /** What a producer keeps in us. */
  static final class Producer {
    final ClientFacts facts;
    final Object apiVersions;

    Producer(ClientFacts facts, Object apiVersions) {
      this.facts = facts;
      this.apiVersions = apiVersions;
    }
  }

  static void bootstrapped(Object metadata, InetSocketAddress server) {
    if (BOOTSTRAP.get(metadata) == null) {
      BOOTSTRAP.set(metadata, server);
    }
  }

  static ClientFacts producer(Object producer) {
    return known(producer).facts;
  }

  /** False if some broker this producer has talked to keeps records without headers. */
  static boolean takesHeaders(Object producer) {
    Object apiVersions = PRODUCE_MAGIC == null ? null : known(producer).apiVersions;
    if (apiVersions == null) {
      return true;
    }
    try {
      return (byte) PRODUCE_MAGIC.invokeExact(apiVersions) >= MAGIC_WITH_HEADERS;
    } catch (Throwable otherwise) {
      return true;
    }
  }

  private static Producer known(Object producer) {
    Producer known = PRODUCERS.get(producer);
    if (known == null) {
      known = new Producer(facts(producer, false), field(producer, "apiVersions"));
      PRODUCERS.set(producer, known);
    }
    return known;
  }

  static ClientFacts consumer(Object consumer) {
    ClientFacts facts = CONSUMERS.get(consumer);
    if (facts == null) {
      facts = facts(consumer, true);
      CONSUMERS.set(consumer, facts);
    }
    return facts;
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

  private static MethodHandle produceMagic() {
    try {
      Class<?> apiVersions =
          Class.forName(
              "org.apache.kafka.clients.ApiVersions", false, KafkaProducer.class.getClassLoader());
      return MethodHandles.publicLookup()
          .findVirtual(apiVersions, "maxUsableProduceMagic", MethodType.methodType(byte.class))
          .asType(MethodType.methodType(byte.class, Object.class));
    } catch (ReflectiveOperationException | LinkageError newer) {
      return null;
    }
  }

  /** The first address of a list the client was started with. */
  static InetSocketAddress first(List<?> addresses) {
    Object first = addresses == null || addresses.isEmpty() ? null : addresses.get(0);
    return first instanceof InetSocketAddress ? (InetSocketAddress) first : null;
  }
}
