package io.obsagent.engine.trace;

/** Where complete fragments go. */
public interface FragmentSink {
  /**
   * Takes a complete fragment. Called on the thread that ended its last part, an application's
   * thread: it neither blocks nor throws.
   */
  void accept(Fragment fragment);
}
