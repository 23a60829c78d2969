package io.obsagent.weaving;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A concurrent map with weak keys compared by identity: it calls neither {@code equals} nor {@code
 * hashCode} of a foreign object and keeps none alive. Values are held strongly: a value that
 * reaches its key keeps it for ever.
 *
 * <p>{@link #get} is lock-free and allocates one short-lived key; collected entries are removed by
 * later writers, each from the stripe it writes to.
 */
final class WeakIdentityMap<K, V> {
  private static final int STRIPES = 8;

  private final ConcurrentHashMap<Object, V> entries = new ConcurrentHashMap<>();
  private final Stripe<K>[] queues;

  @SuppressWarnings({"unchecked", "rawtypes"})
  WeakIdentityMap() {
    queues = new Stripe[STRIPES];
    for (int i = 0; i < STRIPES; i++) {
      queues[i] = new Stripe<>();
    }
  }

  V get(K key) {
    return entries.get(new Probe(key));
  }

  /** Stores {@code value}; null removes the entry. */
  void put(K key, V value) {
    ReferenceQueue<K> queue = clean(key);
    if (value == null) {
      entries.remove(new Probe(key));
    } else {
      entries.put(new WeakKey<>(key, queue), value);
    }
  }

  /** The value there was, or null when {@code value} is now there. */
  V putIfAbsent(K key, V value) {
    return entries.putIfAbsent(new WeakKey<>(key, clean(key)), value);
  }

  int size() {
    for (Stripe<K> stripe : queues) {
      drain(stripe);
    }
    return entries.size();
  }

  private ReferenceQueue<K> clean(K key) {
    // The low bits pick the hash bin; other bits pick the queue, so that they stay independent.
    Stripe<K> stripe = queues[(System.identityHashCode(key) >>> 9) & (STRIPES - 1)];
    drain(stripe);
    return stripe;
  }

  private void drain(Stripe<K> stripe) {
    for (Reference<?> dead = stripe.poll(); dead != null; dead = stripe.poll()) {
      entries.remove(dead);
    }
  }

  /** One queue per stripe: polling takes the queue's lock only when something is in it. */
  private static final class Stripe<K> extends ReferenceQueue<K> {}

  private static final class WeakKey<K> extends WeakReference<K> {
    private final int hash;

    WeakKey(K key, ReferenceQueue<K> queue) {
      super(key, queue);
      hash = System.identityHashCode(key);
    }

    @Override
    public int hashCode() {
      return hash;
    }

    @Override
    public boolean equals(Object other) {
      if (this == other) {
        return true;
      }
      if (!(other instanceof WeakKey)) {
        return false;
      }
      Object key = get();
      return key != null && key == ((WeakKey<?>) other).get();
    }
  }

  /** A key for look-ups only: strong, so no reference object is registered. */
  private static final class Probe {
    private final Object key;

    Probe(Object key) {
      this.key = key;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(key);
    }

    @Override
    @SuppressWarnings("EqualsUnsafeCast") // compared only with the keys of this map
    public boolean equals(Object other) {
      return other instanceof WeakKey && ((WeakKey<?>) other).get() == key;
    }
  }
}
