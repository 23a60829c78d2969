package io.obsagent.instrumentation.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What advice saw, in order. */
public final class Events {
  private static final List<String> SEEN = new ArrayList<>();

  private static volatile Runnable callback = () -> {};

  private Events() {}

  /** What {@link SelfishAdvice} runs when it is initialised. */
  public static void callback(Runnable run) {
    callback = run;
  }

  static Runnable callback() {
    return callback;
  }

  public static synchronized void add(Object... parts) {
    SEEN.add(Arrays.deepToString(parts));
  }

  /** What was seen since the last call. */
  public static synchronized List<String> take() {
    List<String> seen = new ArrayList<>(SEEN);
    SEEN.clear();
    return seen;
  }
}
