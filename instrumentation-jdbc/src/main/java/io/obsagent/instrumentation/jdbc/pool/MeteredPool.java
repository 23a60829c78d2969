package io.obsagent.instrumentation.jdbc.pool;

import java.lang.ref.WeakReference;

/**
 * A pool by its name. It keeps neither the pool nor the application's classes alive: the pool holds
 * this one, and the adapter is held by its own class, which goes with the application. Immutable;
 * safe for any thread.
 */
final class MeteredPool {
  private final String name;
  private final WeakReference<Object> pool;
  private final WeakReference<PoolAdapter<?>> adapter;

  /**
   * @param name no other open pool has it
   */
  MeteredPool(String name, Object pool, PoolAdapter<?> adapter) {
    this.name = name;
    this.pool = new WeakReference<>(pool);
    this.adapter = new WeakReference<>(adapter);
  }

  /** {@code db.client.connection.pool.name}. */
  String name() {
    return name;
  }

  boolean is(Object other) {
    return pool.get() == other;
  }

  /** Null once it is gone. */
  Object pool() {
    return pool.get();
  }

  /** Null once the application is gone. */
  @SuppressWarnings("unchecked") // it was registered together with the pool
  PoolAdapter<Object> adapter() {
    return (PoolAdapter<Object>) adapter.get();
  }
}
