package io.obsagent.instrumentation.kafka;

/**
 * Asks a consumer how far it is behind. Called by the thread that reads metrics, while the consumer
 * is at work on one of its own; implementations read what the client keeps for its own metrics and
 * wait for nothing. Stateless.
 */
public abstract class LagAdapter {
  protected LagAdapter() {}

  /** Tells what the client says of each partition it reads. */
  public abstract void read(Object consumer, LagReading to);
}
