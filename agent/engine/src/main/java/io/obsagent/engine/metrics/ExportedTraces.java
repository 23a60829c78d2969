package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Where exemplars wait for word that their trace has reached whoever keeps traces. So none is shown
 * that leads nowhere: a trace that was sampled out, dropped or refused is never reported here.
 *
 * <p>A small table by trace id in which a newer trace takes the place of an older one; what is
 * pushed out is forgotten, which costs an exemplar and nothing else. Thread-safe without locks; two
 * exemplars of one trace that arrive at the same moment may cost one of them.
 */
public final class ExportedTraces {
  private static final int SLOTS = 1_024;
  private static final AtomicReferenceArray<Exemplar> WAITING = new AtomicReferenceArray<>(SLOTS);

  private ExportedTraces() {}

  static void await(Exemplar exemplar) {
    int slot = slot(exemplar.traceIdLow());
    Exemplar there = WAITING.get(slot);
    exemplar.sibling = there != null && there.sameTrace(exemplar) ? there : null;
    WAITING.set(slot, exemplar);
  }

  /**
   * A collector has accepted what this process recorded of a trace. Called by exporting threads;
   * cost for a trace without exemplars: one read.
   */
  public static void exported(long traceIdHigh, long traceIdLow) {
    for (Exemplar each = take(traceIdHigh, traceIdLow); each != null; each = each.sibling) {
      each.setExported();
    }
  }

  /**
   * What this process recorded of a trace will not be exported: sampled out, or lost. Called by
   * whoever decides; cost as above. Nobody has to say so, but then an exemplar that waits keeps its
   * place for two minutes.
   */
  public static void dropped(long traceIdHigh, long traceIdLow) {
    for (Exemplar each = take(traceIdHigh, traceIdLow); each != null; each = each.sibling) {
      each.setDropped();
    }
  }

  /** Those that wait for this trace, linked by {@link Exemplar#sibling}; null: none. */
  private static Exemplar take(long traceIdHigh, long traceIdLow) {
    int slot = slot(traceIdLow);
    Exemplar there = WAITING.get(slot);
    if (there == null || !there.isOf(traceIdHigh, traceIdLow)) {
      return null;
    }
    WAITING.compareAndSet(slot, there, null);
    return there;
  }

  private static int slot(long traceIdLow) {
    return (int) traceIdLow & (SLOTS - 1);
  }
}
