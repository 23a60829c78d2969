package io.obsagent.instrumentation.kafka;

/**
 * What a {@code ConsumerRecords} is to us: who polled it, and whether iterating over it is handling
 * its records. Immutable.
 */
public final class PolledRecords {
  private final ClientFacts facts;
  private final boolean handledByIterating;

  PolledRecords(ClientFacts facts, boolean handledByIterating) {
    this.facts = facts;
    this.handledByIterating = handledByIterating;
  }

  /** Of the consumer that polled them. */
  public ClientFacts facts() {
    return facts;
  }

  /** False where a framework polled them, which copies them about before anybody handles them. */
  public boolean handledByIterating() {
    return handledByIterating;
  }
}
