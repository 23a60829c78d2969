package io.obsagent.engine.metrics;

import io.obsagent.engine.trace.Context;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The exemplars of one series, one per bucket at most: the first call that comes by is the
 * candidate, and when its trace was exported it is shown and the next one is looked for.
 *
 * <p>A candidate whose trace is given up makes room for the next call that comes by, so with tail
 * sampling one is found soon.
 *
 * <p>Cost of a recorded call: finding its bucket, two reads; of one that becomes the candidate an
 * object of 56 bytes and a clock read.
 */
final class Exemplars {
  /** A trace that has not been exported by then will hardly ever be. */
  private static final long PATIENCE_MILLIS = TimeUnit.MINUTES.toMillis(2);

  private static final double NANOS_PER_SECOND = 1e9;

  private final double[] edges;
  private final AtomicReferenceArray<Exemplar> candidates;

  /** Null: nothing to show yet. The drain's own, replaced and never changed. */
  private Exemplar[] shown;

  Exemplars(double[] edges) {
    this.edges = edges;
    this.candidates = new AtomicReferenceArray<>(edges.length + 1);
  }

  void offer(Context span, long nanos) {
    double seconds = nanos / NANOS_PER_SECOND;
    int bucket = 0;
    while (bucket < edges.length && seconds > edges[bucket]) {
      bucket++;
    }
    Exemplar there = candidates.get(bucket);
    if (there == null || there.isDropped()) {
      Exemplar candidate = new Exemplar(span, nanos);
      if (candidates.compareAndSet(bucket, there, candidate)) {
        ExportedTraces.await(candidate);
      }
    }
  }

  /** Called as {@link Series#drain}. */
  void drain() {
    for (int i = 0; i < candidates.length(); i++) {
      Exemplar candidate = candidates.get(i);
      if (candidate == null) {
        continue;
      }
      if (candidate.isExported()) {
        Exemplar[] more = shown == null ? new Exemplar[candidates.length()] : shown.clone();
        more[i] = candidate;
        shown = more;
        candidates.set(i, null);
      } else if (System.currentTimeMillis() - candidate.atMillis() > PATIENCE_MILLIS) {
        candidates.set(i, null);
      }
    }
  }

  /** One per bucket or null; not to be changed. Null: none at all. */
  Exemplar[] shown() {
    return shown;
  }
}
