package com.example.logging;

import java.util.function.ObjLongConsumer;

/**
 * What every application here logs, whatever its library: lines inside and outside spans by turns,
 * so that an event taken from one and shown with the other is seen, and one line with entries of
 * the application's own.
 */
final class Script {
  static final int ROUNDS = 300;

  private Script() {}

  /** What an application does with its library. */
  interface Library {
    void log(String message);

    void put(String key, String value);

    void remove(String key);
  }

  /**
   * @param spans runs a piece of work inside the span of this id
   */
  static void play(Library library, ObjLongConsumer<Runnable> spans) {
    for (int i = 1; i <= ROUNDS; i++) {
      String inside = "in " + i;
      spans.accept(() -> library.log(inside), i);
      library.log("out " + i);
    }
    library.put("trace_id", "mine");
    library.put("user", "ada");
    spans.accept(() -> library.log("own"), 7);
    library.remove("trace_id");
    library.remove("user");
  }
}
