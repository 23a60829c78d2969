package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Point;

/** Attributes of a point by their names; for readers. */
final class Keys {
  private Keys() {}

  /** Below 0: the instrument has no such attribute. */
  static int index(Instrument instrument, String name) {
    for (int i = 0; i < instrument.keyCount(); i++) {
      if (instrument.key(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /** Null where it is absent. */
  static String text(Instrument instrument, Point point, String name) {
    int index = index(instrument, name);
    Object value = index < 0 ? null : point.value(index);
    return value == null ? null : value.toString();
  }
}
