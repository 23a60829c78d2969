package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.List;

/**
 * Something that is measured, under the name and unit by which the conventions know it. Made by
 * {@link Metrics}; thread-safe.
 */
public abstract class Instrument {
  /** What the points of an instrument are. */
  public enum Kind {
    /** How long calls took; in seconds. */
    DURATION,
    /** A sum that only grows. */
    COUNTER,
    /** A sum that may shrink, such as a number of things at hand. */
    UP_DOWN_COUNTER,
    /** A value of this moment which it makes no sense to add up. */
    GAUGE
  }

  static final int MAX_KEYS = 8;

  private final Kind kind;
  private final InstrumentationScope scope;
  private final String name;
  private final String unit;
  private final String description;
  private final AttributeKey[] keys;

  Instrument(
      Kind kind,
      InstrumentationScope scope,
      String name,
      String unit,
      String description,
      AttributeKey[] keys) {
    if (keys.length > MAX_KEYS) {
      throw new IllegalArgumentException(name + ": more than eight attribute keys");
    }
    this.kind = kind;
    this.scope = scope;
    this.name = name;
    this.unit = unit;
    this.description = description;
    this.keys = keys.clone();
  }

  public final Kind kind() {
    return kind;
  }

  /** Whether somebody else keeps the values, who is asked for them at each reading. */
  public boolean isObserved() {
    return false;
  }

  /** Which instrumentation measures. */
  public final InstrumentationScope scope() {
    return scope;
  }

  public final String name() {
    return name;
  }

  /** In UCUM's notation: {@code s}, {@code By}, <code>{request}</code>. */
  public final String unit() {
    return unit;
  }

  public final String description() {
    return description;
  }

  /** How many attribute keys there are. */
  public final int keyCount() {
    return keys.length;
  }

  /** The key of the {@code index}-th value of a series. */
  public final AttributeKey key(int index) {
    return keys[index];
  }

  /** Moves what calls have left into what can be read; called by one thread at a time. */
  abstract void drain(Drain drain);

  /** What there is to read; empty if nothing was ever recorded. Called as {@link #drain}. */
  abstract List<Point> points();

  /** Series at hand. */
  abstract int seriesCount();

  @Override
  public final String toString() {
    return name;
  }
}
