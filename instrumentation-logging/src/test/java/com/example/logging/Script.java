package com.example.logging;

import java.util.function.ObjLongConsumer;

/**
 * What every application here logs, whatever its library: lines inside and outside spans by turns,
 * so that an event taken from one and shown with the other is seen, and one line with entries of
 * the application's own.
 */
final class Script {
  static final int ROUNDS = 300;

  /** Some three megabytes in UTF-8. */
  static final String LARGE = "a\u00e9\u6f22\ud83d\ude00\"\n".repeat(250_000);

  private Script() {}

  /** What an application does with its library. */
  interface Library {
    default void log(String message) {
      log(message, null);
    }

    /**
     * @param thrown may be null
     */
    void log(Object message, Throwable thrown);

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
    if (Boolean.getBoolean("script.awkward")) {
      awkward(library);
    }
  }

  /** What breaks a line format that was not thought through. */
  private static void awkward(Library library) {
    library.log(LARGE, null);
    library.log("odd \u0000 \u001f \u007f \ud800 \u2028 \" \\ \r\n\t end", null);
    IllegalStateException failure =
        new IllegalStateException("outer \"one\"", new RuntimeException("inner\nline"));
    failure.addSuppressed(new IllegalArgumentException("on the way"));
    library.log("failed", failure);
    library.log(
        new Object() {
          @Override
          public String toString() {
            library.log("from toString", null);
            return "talkative";
          }
        },
        null);
  }
}
