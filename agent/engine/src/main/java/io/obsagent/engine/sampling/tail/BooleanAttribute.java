package io.obsagent.engine.sampling.tail;

/** {@code boolean_attribute}. */
final class BooleanAttribute extends Attribute {
  private final Boolean wanted;

  BooleanAttribute(String key, boolean wanted, boolean inverted) {
    super(key, inverted);
    this.wanted = wanted;
  }

  @Override
  boolean matches(Object value) {
    return wanted.equals(value);
  }
}
