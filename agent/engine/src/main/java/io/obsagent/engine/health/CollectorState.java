package io.obsagent.engine.health;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which collector answers and which does not, for people: said by the exporting threads when it
 * changes. Thread-safe; for changes, not for every request.
 */
public final class CollectorState {
  private static final ConcurrentHashMap<String, String> STATES = new ConcurrentHashMap<>();

  private CollectorState() {}

  /**
   * @param collector what goes there and where that is; few and fixed
   * @param state in words
   */
  public static void say(String collector, String state) {
    STATES.put(collector, state);
  }

  /** Of each collector that was ever asked, what was said of it last. */
  public static Map<String, String> snapshot() {
    return new TreeMap<>(STATES);
  }
}
