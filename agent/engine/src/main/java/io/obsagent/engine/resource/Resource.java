package io.obsagent.engine.resource;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is true of every span of this process. Immutable and thread-safe. */
public final class Resource {
  private final Map<String, Object> attributes;

  Resource(Map<String, Object> attributes) {
    this.attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
  }

  /** Attribute name to {@link String} or {@link Long}, in a fixed order. */
  public Map<String, Object> attributes() {
    return attributes;
  }

  /** One attribute; null if there is none. */
  public Object get(String name) {
    return attributes.get(name);
  }

  @Override
  public String toString() {
    return attributes.toString();
  }
}
