package io.obsagent.instrumentation.logging;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The application's log context with our three entries behind it, as a read-only view. A look-up by
 * name, which is all most patterns do, asks the application's map first and copies nothing.
 */
final class StampedMdc extends AbstractMap<String, String> {
  private static final int OURS = 3;

  private final LogStamp stamp;
  private final Map<String, String> own;
  private final LogKeys keys;

  StampedMdc(LogStamp stamp, Map<String, String> own, LogKeys keys) {
    this.stamp = stamp;
    this.own = own == null ? Collections.<String, String>emptyMap() : own;
    this.keys = keys;
  }

  @Override
  public String get(Object key) {
    String value = own.get(key);
    return value == null && key instanceof String ? ours((String) key) : value;
  }

  @Override
  public boolean containsKey(Object key) {
    return own.containsKey(key) || (key instanceof String && ours((String) key) != null);
  }

  private String ours(String key) {
    for (int i = 0; i < OURS; i++) {
      if (key(i).equals(key)) {
        return value(i);
      }
    }
    return null;
  }

  private String key(int index) {
    return index == 0 ? keys.traceId : index == 1 ? keys.spanId : keys.traceFlags;
  }

  private String value(int index) {
    return index == 0 ? stamp.traceId() : index == 1 ? stamp.spanId() : stamp.traceFlags();
  }

  @Override
  public int size() {
    int size = own.size();
    for (int i = 0; i < OURS; i++) {
      if (!own.containsKey(key(i))) {
        size++;
      }
    }
    return size;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Entry<String, String>> {
    @Override
    public Iterator<Entry<String, String>> iterator() {
      return new OwnThenOurs();
    }

    @Override
    public int size() {
      return StampedMdc.this.size();
    }
  }

  private final class OwnThenOurs implements Iterator<Entry<String, String>> {
    private final Iterator<Entry<String, String>> first = own.entrySet().iterator();
    private int next;

    @Override
    public boolean hasNext() {
      if (first.hasNext()) {
        return true;
      }
      while (next < OURS && own.containsKey(key(next))) {
        next++;
      }
      return next < OURS;
    }

    @Override
    public Entry<String, String> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (first.hasNext()) {
        return first.next();
      }
      int index = next++;
      return new SimpleImmutableEntry<>(key(index), value(index));
    }
  }
}
