package io.obsagent.instrumentation.logging;

import java.io.Serializable;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * The application's log context with our entries behind it, as a read-only view. A look-up by name,
 * which is all most patterns do, asks the application's map first and copies nothing. What is
 * serialized in its place is a plain map: the other side does not know us.
 */
final class StampedMdc extends AbstractMap<String, String> implements Serializable {
  private static final long serialVersionUID = 1;

  private final transient LogStamp stamp;
  private final transient Map<String, String> own;
  private final transient LogKeys keys;

  StampedMdc(LogStamp stamp, Map<String, String> own, LogKeys keys) {
    this.stamp = stamp;
    this.own = own == null ? Collections.<String, String>emptyMap() : own;
    this.keys = keys;
  }

  boolean isOf(Map<String, String> own, LogKeys keys) {
    return this.keys == keys && this.own == (own == null ? Collections.emptyMap() : own);
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
    return stamp.get(key, keys);
  }

  @Override
  public int size() {
    int size = own.size();
    for (int i = 0; i < stamp.entries(); i++) {
      if (!own.containsKey(keys.name(i))) {
        size++;
      }
    }
    return size;
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return new Entries();
  }

  private Object writeReplace() {
    return new HashMap<>(this);
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
      while (next < stamp.entries() && own.containsKey(keys.name(next))) {
        next++;
      }
      return next < stamp.entries();
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
      return new SimpleImmutableEntry<>(keys.name(index), stamp.value(index));
    }
  }
}
