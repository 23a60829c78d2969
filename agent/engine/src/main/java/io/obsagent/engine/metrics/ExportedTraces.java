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
    int slot = slot(traceIdLow);
    Exemplar there = WAITING.get(slot);
    if (there == null || !there.isOf(traceIdHigh, traceIdLow)) {
      return;
    }
    WAITING.compareAndSet(slot, there, null);
    for (Exemplar each = there; each != null; each = each.sibling) {
      each.setExported();
    }
  }

  private static int slot(long traceIdLow) {
    return (int) traceIdLow & (SLOTS - 1);
  }
}
