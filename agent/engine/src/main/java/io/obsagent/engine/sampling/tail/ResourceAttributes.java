package io.obsagent.engine.sampling.tail;

/** What policies on attributes ask about the resource, while a policy file is read. */
public interface ResourceAttributes {
  /** A text, a {@link Long} or a {@link Boolean}; null where the resource has no such attribute. */
  Object attribute(String key);
}
