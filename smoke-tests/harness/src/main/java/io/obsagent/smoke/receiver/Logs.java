package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The log records a receiver got. */
public final class Logs {

  private final Inbox<ReceivedLog> inbox = new Inbox<>();

  void add(List<ReceivedLog> logs) {
    inbox.add(logs);
  }

  public List<ReceivedLog> records() {
    return inbox.all();
  }

  public List<ReceivedLog> await(String description, Predicate<List<ReceivedLog>> condition) {
    return await(description, condition, Inbox.PATIENCE);
  }

  public List<ReceivedLog> await(
      String description, Predicate<List<ReceivedLog>> condition, Duration timeout) {
    return inbox.await(description, condition, timeout);
  }

  public void clear() {
    inbox.clear();
  }
}
