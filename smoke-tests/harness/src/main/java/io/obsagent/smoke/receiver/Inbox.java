package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What has arrived of one kind, in the order of arrival; waiting is by condition. */
final class Inbox<T> {

  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final List<T> items = new ArrayList<>();

  synchronized void add(List<T> arrived) {
    items.addAll(arrived);
    notifyAll();
  }

  synchronized List<T> all() {
    return List.copyOf(items);
  }

  synchronized void clear() {
    items.clear();
  }

  /** Returns everything as soon as the condition holds of it. */
  synchronized List<T> await(String description, Predicate<List<T>> condition, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!condition.test(all())) {
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("Waited " + timeout + " for " + description + listing());
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting for " + description, e);
      }
    }
    return all();
  }

  /** For messages: what is here instead. */
  String listing() {
    List<T> all = all();
    return all.isEmpty()
        ? "; nothing has arrived"
        : all.stream()
            .map(Object::toString)
            .collect(Collectors.joining("\n  ", "; " + all.size() + " have arrived:\n  ", ""));
  }
}
