package io.obsagent.engine.trace;

/**
 * A text that is put together only if its span is exported. Implementations are immutable: they are
 * read on another thread, later.
 */
public interface DeferredText {
  /** Called on the exporting thread, possibly more than once. */
  String text();
}
