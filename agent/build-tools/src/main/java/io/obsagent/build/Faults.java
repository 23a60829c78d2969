package io.obsagent.build;

import java.util.ArrayList;
import java.util.List;

/** Everything that is wrong with the instrumentations, told at once. */
final class Faults {
  private final List<String> found = new ArrayList<>();

  void add(String sentence) {
    if (!found.contains(sentence)) {
      found.add(sentence);
    }
  }

  void throwAny() {
    if (!found.isEmpty()) {
      throw new IllegalArgumentException(String.join("\n", found));
    }
  }
}
