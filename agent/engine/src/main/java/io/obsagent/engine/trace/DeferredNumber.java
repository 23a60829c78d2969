package io.obsagent.engine.trace;

/**
 * A number that is known only after its span has ended: what was counted until the span leaves.
 * Read on another thread, without synchronisation: a count just under way may be missed.
 */
public interface DeferredNumber {
  /** Called on the exporting thread, possibly more than once; null where there is no number. */
  Long number();
}
