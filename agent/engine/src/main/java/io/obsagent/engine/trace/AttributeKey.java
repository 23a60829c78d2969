package io.obsagent.engine.trace;

/**
 * The name of an attribute and the type of its value. Keys are constants: spans compare them by
 * identity.
 */
public final class AttributeKey {
  /** OpenTelemetry's attribute types, as far as our conventions use them. */
  public enum Type {
    /** Value: {@link String} or {@link DeferredText}. */
    STRING,
    /** Value: {@link Long}. */
    LONG,
    /** Value: {@link Boolean}. */
    BOOLEAN,
    /** Value: {@link Double}. */
    DOUBLE,
    /** Value: {@code String[]}, not modified after it was set. */
    STRING_ARRAY
  }

  private final String name;
  private final Type type;

  private AttributeKey(String name, Type type) {
    this.name = name;
    this.type = type;
  }

  public static AttributeKey string(String name) {
    return new AttributeKey(name, Type.STRING);
  }

  public static AttributeKey number(String name) {
    return new AttributeKey(name, Type.LONG);
  }

  public static AttributeKey bool(String name) {
    return new AttributeKey(name, Type.BOOLEAN);
  }

  public static AttributeKey stringArray(String name) {
    return new AttributeKey(name, Type.STRING_ARRAY);
  }

  public String name() {
    return name;
  }

  public Type type() {
    return type;
  }

  @Override
  public String toString() {
    return name;
  }
}
