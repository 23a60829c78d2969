package io.obsagent.engine.admin;

import io.obsagent.engine.export.FragmentExporter;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanKind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The kept traces of the last minutes, for the admin port: on the exporting thread, beside the
 * exporters, so that the application's threads pay nothing. Bounded in bytes; the oldest go first.
 * None is kept for more than ten minutes, since an exception in it may keep a whole undeployed
 * application alive.
 *
 * <p>Thread-safe.
 */
public final class RecentTraces implements FragmentExporter {
  private static final long MAX_AGE_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final int FRAGMENT_BYTES = 160;

  private final long maxBytes;
  private final ArrayDeque<Held> held = new ArrayDeque<>();
  private long bytes;
  private Runnable onFirstRequest;

  /**
   * @param maxBytes estimated, of all that is kept
   */
  public RecentTraces(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Who is told, once, that a request was served. To be said before the first one comes. */
  public synchronized void onFirstRequest(Runnable told) {
    onFirstRequest = told;
  }

  @Override
  public void attach(Runnable wake) {}

  @Override
  public void export(List<Fragment> batch) {
    Runnable told = null;
    synchronized (this) {
      long now = System.nanoTime();
      forgetOld(now);
      for (int i = 0; i < batch.size(); i++) {
        Fragment fragment = batch.get(i);
        add(fragment, now);
        if (onFirstRequest != null && fragment.root().kind() == SpanKind.SERVER) {
          told = onFirstRequest;
          onFirstRequest = null;
        }
      }
    }
    if (told != null) {
      told.run();
    }
  }

  private void add(Fragment fragment, long now) {
    long size = FRAGMENT_BYTES;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      size += span.estimatedBytes();
    }
    if (size > maxBytes) {
      return;
    }
    while (bytes + size > maxBytes) {
      bytes -= held.removeFirst().bytes;
    }
    held.addLast(new Held(fragment, size, now));
    bytes += size;
  }

  private void forgetOld(long now) {
    while (!held.isEmpty() && now - held.peekFirst().nanos > MAX_AGE_NANOS) {
      bytes -= held.removeFirst().bytes;
    }
  }

  /** Also where nothing new comes. */
  synchronized void forgetOld() {
    forgetOld(System.nanoTime());
  }

  /** The newest first. */
  synchronized List<Fragment> newestFirst() {
    forgetOld(System.nanoTime());
    List<Fragment> fragments = new ArrayList<>(held.size());
    for (Iterator<Held> each = held.descendingIterator(); each.hasNext(); ) {
      fragments.add(each.next().fragment);
    }
    return fragments;
  }

  /** Bytes, estimated, of what is kept. */
  synchronized long bytes() {
    return bytes;
  }

  @Override
  public long work(long nowNanos) {
    return NOTHING;
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return true;
  }

  @Override
  public void close() {}

  private static final class Held {
    final Fragment fragment;
    final long bytes;
    final long nanos;

    Held(Fragment fragment, long bytes, long nanos) {
      this.fragment = fragment;
      this.bytes = bytes;
      this.nanos = nanos;
    }
  }
}
