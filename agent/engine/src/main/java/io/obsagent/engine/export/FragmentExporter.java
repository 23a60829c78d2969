package io.obsagent.engine.export;

import io.obsagent.engine.trace.Fragment;
import java.util.List;

/**
 * Somewhere kept fragments go. Called by the exporting thread alone, so implementations need no
 * lock; what they throw is counted and survived.
 */
public interface FragmentExporter {
  /** {@link #work}: nothing to do until the next fragment arrives. */
  long NOTHING = Long.MAX_VALUE;

  /**
   * Called once, before anything else.
   *
   * @param wake makes the exporting thread call {@link #work} soon; may be run on any thread
   */
  void attach(Runnable wake);

  /**
   * Takes these fragments. Returns soon: an exporter that waits for a network keeps them and goes
   * on in {@link #work}.
   *
   * @param batch belongs to the caller, who reuses it
   */
  void export(List<Fragment> batch);

  /**
   * Goes on with what is under way: answers that arrived, retries that are due.
   *
   * @param nowNanos {@link System#nanoTime}
   * @return nanoseconds until it wants to be called again, or {@link #NOTHING}
   */
  long work(long nowNanos);

  /**
   * Sends what it holds, now.
   *
   * @param timeoutMillis longest time to take
   * @return true if everything has left
   */
  boolean flush(long timeoutMillis);

  /** Gives up what it holds (counted as dropped) and its resources. Nothing is called after. */
  void close();
}
