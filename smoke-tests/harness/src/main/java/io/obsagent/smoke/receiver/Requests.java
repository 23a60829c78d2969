package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;

/** The exports a receiver was asked to take. */
public final class Requests {

  private final Inbox<ReceivedRequest> inbox = new Inbox<>();

  void add(ReceivedRequest request) {
    inbox.add(List.of(request));
  }

  public List<ReceivedRequest> all() {
    return inbox.all();
  }

  public List<ReceivedRequest> await(
      String description, Predicate<List<ReceivedRequest>> condition) {
    return inbox.await(description, condition, Inbox.PATIENCE);
  }

  public List<ReceivedRequest> await(
      String description, Predicate<List<ReceivedRequest>> condition, Duration timeout) {
    return inbox.await(description, condition, timeout);
  }

  public void clear() {
    inbox.clear();
  }
}
