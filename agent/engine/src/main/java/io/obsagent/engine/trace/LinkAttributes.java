package io.obsagent.engine.trace;

import java.util.Arrays;

/**
 * What is said about a link, for example which message of a batch it stands for. Made for one link,
 * filled by its maker and then given to {@link Span#link(Context, LinkAttributes)}, after which it
 * must not be changed.
 *
 * <p>Cost: one object and one array; links without attributes have none.
 */
public final class LinkAttributes {
  private Object[] entries = new Object[8];
  private int size;

  public LinkAttributes() {}

  /** Adds a text; null is ignored. A key is added once. */
  public void add(AttributeKey key, String value) {
    if (value != null) {
      put(key, value);
    }
  }

  /** Adds a number. A key is added once. */
  public void add(AttributeKey key, long value) {
    put(key, value);
  }

  /** Adds a truth. A key is added once. */
  public void add(AttributeKey key, boolean value) {
    put(key, value);
  }

  private void put(AttributeKey key, Object value) {
    if (size == entries.length) {
      entries = Arrays.copyOf(entries, size << 1);
    }
    entries[size] = key;
    entries[size + 1] = value;
    size += 2;
  }

  /** Cuts texts that are longer than {@code limit} characters. */
  void cutTexts(int limit) {
    for (int i = 1; i < size; i += 2) {
      if (entries[i] instanceof String && ((String) entries[i]).length() > limit) {
        entries[i] = ((String) entries[i]).substring(0, limit);
      }
    }
  }

  /** How many there are. */
  public int count() {
    return size >> 1;
  }

  public AttributeKey key(int index) {
    return (AttributeKey) entries[index << 1];
  }

  /** A {@link String}, {@link Long} or {@link Boolean}, as its key says. */
  public Object value(int index) {
    return entries[(index << 1) + 1];
  }

  /** Roughly what this keeps alive, in bytes. */
  int estimatedBytes() {
    int bytes = 32 + 4 * entries.length;
    for (int i = 1; i < size; i += 2) {
      bytes += entries[i] instanceof String ? 48 + ((String) entries[i]).length() : 24;
    }
    return bytes;
  }
}
