package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.instrumentation.logging.LogStamp;
import java.util.HashMap;
import java.util.Map;
import org.apache.logging.log4j.util.BiConsumer;
import org.apache.logging.log4j.util.ReadOnlyStringMap;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.apache.logging.log4j.util.TriConsumer;

/**
 * An event's context data with our entries behind the application's own: a view of 24 bytes that
 * copies nothing. Writing goes to the event's own data, as it would without us; {@link #clear},
 * with which Log4j makes a reusable event ready for the next, takes our entries away too. What is
 * serialized in its place is a map of Log4j's: the other side does not know us.
 *
 * <p>As thread-safe as what it shows: one event, handed from thread to thread.
 */
public final class StampedContextData implements StringMap {
  private static final long serialVersionUID = 1;

  private final transient StringMap own;
  private transient LogStamp stamp;

  StampedContextData(StringMap own, LogStamp stamp) {
    this.own = own;
    this.stamp = stamp;
  }

  /** The stamp of the event this serves from now on, or null. */
  void stamp(LogStamp next) {
    stamp = next;
  }

  /** Number of our entries in sight. */
  private int ours() {
    int ours = 0;
    for (int i = 0; stamp != null && i < stamp.entries(); i++) {
      if (shows(i)) {
        ours++;
      }
    }
    return ours;
  }

  private boolean shows(int index) {
    return !own.containsKey(LogStamp.key(index));
  }

  @Override
  @SuppressWarnings("unchecked") // as the interface has it: the caller says what it expects
  public <V> V getValue(String key) {
    V value = own.getValue(key);
    return value == null && stamp != null && !own.containsKey(key) ? (V) stamp.get(key) : value;
  }

  @Override
  public boolean containsKey(String key) {
    return own.containsKey(key) || (stamp != null && stamp.get(key) != null);
  }

  @Override
  @SuppressWarnings("unchecked") // our values are texts, like the application's
  public <V> void forEach(BiConsumer<String, ? super V> action) {
    own.forEach(action);
    for (int i = 0; stamp != null && i < stamp.entries(); i++) {
      if (shows(i)) {
        action.accept(LogStamp.key(i), (V) stamp.value(i));
      }
    }
  }

  @Override
  @SuppressWarnings("unchecked") // our values are texts, like the application's
  public <V, S> void forEach(TriConsumer<String, ? super V, S> action, S state) {
    own.forEach(action, state);
    for (int i = 0; stamp != null && i < stamp.entries(); i++) {
      if (shows(i)) {
        action.accept(LogStamp.key(i), (V) stamp.value(i), state);
      }
    }
  }

  @Override
  public boolean isEmpty() {
    return stamp == null && own.isEmpty();
  }

  @Override
  public int size() {
    return own.size() + ours();
  }

  /**
   * A copy that the caller may change: so the interface promises. Until 2.20 the map of an event in
   * a web application does not keep that promise: it gives away the thread's own, read-only map.
   */
  @Override
  public Map<String, String> toMap() {
    Map<String, String> all = new HashMap<>(own.toMap());
    for (int i = 0; stamp != null && i < stamp.entries(); i++) {
      if (shows(i)) {
        all.put(LogStamp.key(i), stamp.value(i));
      }
    }
    return all;
  }

  @Override
  public void clear() {
    own.clear();
    stamp = null;
  }

  @Override
  public void freeze() {
    own.freeze();
  }

  @Override
  public boolean isFrozen() {
    return own.isFrozen();
  }

  @Override
  public void putAll(ReadOnlyStringMap source) {
    own.putAll(source);
  }

  @Override
  public void putValue(String key, Object value) {
    own.putValue(key, value);
  }

  @Override
  public void remove(String key) {
    own.remove(key);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ReadOnlyStringMap
        && toMap().equals(((ReadOnlyStringMap) other).toMap());
  }

  @Override
  public int hashCode() {
    return toMap().hashCode();
  }

  @Override
  public String toString() {
    return toMap().toString();
  }

  private Object writeReplace() {
    return new SortedArrayStringMap(this);
  }
}
