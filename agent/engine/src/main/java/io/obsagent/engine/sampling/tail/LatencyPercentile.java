package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * {@code latency_percentile}: the root took longer than a percentile of the latest fragments whose
 * root has the same name. Knows {@value #ROUTES} names (1.8 KiB each, allocated with the first
 * fragment of a name); what comes beyond them is never slow.
 */
final class LatencyPercentile extends Policy {
  static final int ROUTES = 128;

  private static final int PROBES = 8;

  private final double share;
  private final AtomicReferenceArray<RouteLatency> routes = new AtomicReferenceArray<>(ROUTES);

  /**
   * @param percentile above 0, below 100
   */
  LatencyPercentile(double percentile) {
    this.share = percentile / 100;
  }

  @Override
  long ask(Fragment fragment, long randomness, long given) {
    RecordedSpan root = fragment.root();
    String name = root.nameText();
    if (name == null || !root.hasEnded()) {
      return Answer.NO;
    }
    RouteLatency route = route(Seen.mix((long) name.hashCode() << 8 | root.kind().ordinal()));
    return Answer.once(
        route != null && route.isSlow(root.endNanos() - root.startNanos(), root.endNanos()));
  }

  @Override
  boolean hasMemory() {
    return true;
  }

  private RouteLatency route(long key) {
    for (int i = 0; i < PROBES; ) {
      int slot = (int) (key + i) & (ROUTES - 1);
      RouteLatency known = routes.get(slot);
      if (known == null) {
        RouteLatency made = new RouteLatency(key, share);
        if (routes.compareAndSet(slot, null, made)) {
          return made;
        }
      } else if (known.key == key) {
        return known;
      } else {
        i++;
      }
    }
    return null;
  }
}
