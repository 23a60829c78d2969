package io.obsagent.instrumentation.kafka;

import java.lang.ref.WeakReference;
import java.util.Arrays;

/**
 * A consumer whose lag is read. It keeps neither the consumer nor the application's classes alive:
 * the adapter is held by its own class, which goes with the application. Safe for any thread.
 */
final class ConsumerLag {
  private static final String[] NONE = new String[0];

  private final String group;
  private final WeakReference<Object> consumer;
  private final WeakReference<LagAdapter> adapter;

  /**
   * Topics with a dot in their names, which the metrics of clients before 4.0 know only by another.
   * Written by the thread that polls, never changed in place.
   */
  private volatile String[] dotted = NONE;

  ConsumerLag(Object consumer, String group, LagAdapter adapter) {
    this.group = group;
    this.consumer = new WeakReference<>(consumer);
    this.adapter = new WeakReference<>(adapter);
  }

  /** Null for a consumer without one. */
  String group() {
    return group;
  }

  boolean is(Object other) {
    return consumer.get() == other;
  }

  /** The consumer, or its application, is gone. */
  boolean isGone() {
    return consumer.get() == null || adapter.get() == null;
  }

  void read(LagReading to) {
    Object asked = consumer.get();
    LagAdapter by = adapter.get();
    if (asked != null && by != null) {
      to.of(this);
      by.read(asked, to);
    }
  }

  /** The consumer has got records of this topic. Cost: a scan of its name, as a rule. */
  void saw(String topic) {
    if (topic.indexOf('.') < 0) {
      return;
    }
    String[] known = dotted;
    for (String each : known) {
      if (each.equals(topic)) {
        return;
      }
    }
    String[] more = Arrays.copyOf(known, known.length + 1);
    more[known.length] = topic;
    dotted = more;
  }

  /**
   * The topic that metrics mean by this name. No broker has two that differ in dots and underscores
   * only.
   */
  String topicCalled(String name) {
    if (name.indexOf('_') >= 0) {
      for (String each : dotted) {
        if (each.replace('.', '_').equals(name)) {
          return each;
        }
      }
    }
    return name;
  }
}
