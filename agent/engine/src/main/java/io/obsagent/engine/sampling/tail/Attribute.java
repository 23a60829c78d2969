package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;

/**
 * The three policies on attributes: some span, or the resource, has a value that matches. A
 * deferred text is built only for the key that is asked for; that, and a regular expression,
 * allocates.
 */
abstract class Attribute extends Policy {
  private final String key;
  private final boolean inverted;
  private boolean ofResource;

  Attribute(String key, boolean inverted) {
    this.key = key;
    this.inverted = inverted;
  }

  abstract boolean matches(Object value);

  /** What the resource has under the key, or null: the same for all fragments. */
  final Attribute resource(Object value) {
    this.ofResource = value != null && matches(value);
    return this;
  }

  /** {@code invert_match}: holds where nothing matches. */
  final boolean isInverted() {
    return inverted;
  }

  @Override
  final long ask(Fragment fragment, long randomness, long given) {
    return Answer.fixed((ofResource || isInside(fragment)) != inverted);
  }

  private boolean isInside(Fragment fragment) {
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      for (int i = 0; i < span.attributeCount(); i++) {
        if (span.attributeKey(i).name().equals(key)) {
          Object value = span.attributeValue(i);
          if (value != null && matches(value)) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
