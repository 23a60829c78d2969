package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The metric points a receiver got; a cumulative series has one point per export. */
public final class Metrics {

  private final Inbox<ReceivedPoint> inbox = new Inbox<>();

  void add(List<ReceivedPoint> points) {
    inbox.add(points);
  }

  public List<ReceivedPoint> points() {
    return inbox.all();
  }

  public List<ReceivedPoint> points(String metric) {
    return inbox.all().stream().filter(point -> point.metric().equals(metric)).toList();
  }

  /** The newest point of the metric that has at least these attributes. */
  public Optional<ReceivedPoint> latest(String metric, Map<String, Object> attributes) {
    return points(metric).stream()
        .filter(point -> point.has(attributes))
        .max(Comparator.comparingLong(ReceivedPoint::timeNanos));
  }

  public List<ReceivedPoint> await(String description, Predicate<List<ReceivedPoint>> condition) {
    return await(description, condition, Inbox.PATIENCE);
  }

  public List<ReceivedPoint> await(
      String description, Predicate<List<ReceivedPoint>> condition, Duration timeout) {
    return inbox.await(description, condition, timeout);
  }

  /** Waits for a point of the metric with at least these attributes of which the test holds. */
  public ReceivedPoint await(
      String metric, Map<String, Object> attributes, Predicate<ReceivedPoint> test) {
    Predicate<ReceivedPoint> wanted =
        point -> point.metric().equals(metric) && point.has(attributes) && test.test(point);
    return await("a point of " + metric + attributes, p -> p.stream().anyMatch(wanted)).stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  public void clear() {
    inbox.clear();
  }
}
