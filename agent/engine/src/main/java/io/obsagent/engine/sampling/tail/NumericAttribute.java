package io.obsagent.engine.sampling.tail;

/** {@code numeric_attribute}: a whole number, both bounds included. */
final class NumericAttribute extends Attribute {
  private final long least;
  private final long most;

  NumericAttribute(String key, long least, long most, boolean inverted) {
    super(key, inverted);
    this.least = least;
    this.most = most;
  }

  @Override
  boolean matches(Object value) {
    return value instanceof Long && (Long) value >= least && (Long) value <= most;
  }
}
