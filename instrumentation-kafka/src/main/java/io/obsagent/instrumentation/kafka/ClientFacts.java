package io.obsagent.instrumentation.kafka;

import io.obsagent.engine.metrics.MetricNumbers;

/**
 * What is known of a producer or consumer: who it is and whom it was told to talk to. Made once per
 * client; safe for any thread.
 */
public final class ClientFacts {
  /** Of a client that is not known. */
  static final ClientFacts UNKNOWN = new ClientFacts(null, null, -1, null);

  final String clientId;

  /** Of the first bootstrap server; null if it is not known. */
  final String serverAddress;

  final int serverPort;

  /** Null for a producer, and for a consumer without a group. */
  final String group;

  /** Of a consumer that has got records while metrics are read; else null. */
  private ConsumerLag lag;

  /** The last name that was made, since a client mostly has to do with one topic at a time. */
  private SpanName lastName = new SpanName(null, null, null);

  public ClientFacts(String clientId, String serverAddress, int serverPort, String group) {
    this.clientId = clientId;
    this.serverAddress = serverAddress;
    this.serverPort = serverPort;
    this.group = group;
  }

  /** Null if it is not known. */
  Long port() {
    return serverAddress == null ? null : MetricNumbers.of(serverPort);
  }

  /** Null until it is watched. Called by the thread the consumer is used by, as what follows. */
  ConsumerLag lag() {
    return lag;
  }

  void lag(ConsumerLag watched) {
    lag = watched;
  }

  /** {@code <operation> <topic>}; allocates only where it differs from the last one. */
  String spanName(String operation, String topic) {
    SpanName last = lastName;
    if (last.operation == operation && topic.equals(last.topic)) {
      return last.name;
    }
    SpanName made = new SpanName(operation, topic, operation + ' ' + topic);
    lastName = made;
    return made.name;
  }

  /** Immutable, so that a race shows an older name at worst. */
  private static final class SpanName {
    final String operation;
    final String topic;
    final String name;

    SpanName(String operation, String topic, String name) {
      this.operation = operation;
      this.topic = topic;
      this.name = name;
    }
  }
}
