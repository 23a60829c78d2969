package io.obsagent.smoke.receiver;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The spans a receiver got. */
public final class Traces {

  private final Inbox<ReceivedSpan> inbox = new Inbox<>();

  void add(List<ReceivedSpan> spans) {
    inbox.add(spans);
  }

  public List<ReceivedSpan> spans() {
    return inbox.all();
  }

  public List<ReceivedSpan> spans(Predicate<ReceivedSpan> wanted) {
    return inbox.all().stream().filter(wanted).toList();
  }

  public Map<String, ReceivedTrace> byId() {
    return spans().stream()
        .collect(
            Collectors.groupingBy(
                ReceivedSpan::traceId,
                LinkedHashMap::new,
                Collectors.collectingAndThen(Collectors.toList(), Traces::trace)));
  }

  private static ReceivedTrace trace(List<ReceivedSpan> spans) {
    List<ReceivedSpan> sorted =
        spans.stream().sorted(Comparator.comparingLong(ReceivedSpan::startNanos)).toList();
    return new ReceivedTrace(sorted.get(0).traceId(), sorted);
  }

  /** Waits until the condition holds of all spans received so far, and returns them. */
  public List<ReceivedSpan> await(String description, Predicate<List<ReceivedSpan>> condition) {
    return await(description, condition, Inbox.PATIENCE);
  }

  public List<ReceivedSpan> await(
      String description, Predicate<List<ReceivedSpan>> condition, Duration timeout) {
    return inbox.await(description, condition, timeout);
  }

  /** Waits for at least so many matching spans, and returns all that match. */
  public List<ReceivedSpan> await(int count, SpanMatcher wanted) {
    return await(count + " × " + wanted, spans -> spans.stream().filter(wanted).count() >= count)
        .stream()
        .filter(wanted)
        .toList();
  }

  /**
   * Waits for the span and fails if there are two. That no second one is under way is certain only
   * when the service has been stopped or asked for something later.
   */
  public ReceivedSpan exactlyOne(SpanMatcher wanted) {
    await(1, wanted);
    return only(spans(), wanted, inbox.listing());
  }

  /** Fails if such a span is here; it does not wait, so stop the service first. */
  public void none(SpanMatcher unwanted) {
    List<ReceivedSpan> found = spans(unwanted);
    if (!found.isEmpty()) {
      throw new AssertionError("Expected not " + unwanted + " but got " + found);
    }
  }

  /**
   * Waits for the one span and for every parent in its trace, and returns that trace. Children that
   * are sent later than their parents are not waited for: stop the service first, or await them.
   */
  public ReceivedTrace traceOf(SpanMatcher wanted) {
    String traceId = exactlyOne(wanted).traceId();
    await("all parents in the trace of " + wanted, spans -> byId().get(traceId).isConnected());
    return byId().get(traceId);
  }

  public void clear() {
    inbox.clear();
  }

  static ReceivedSpan only(List<ReceivedSpan> spans, SpanMatcher wanted, String listing) {
    List<ReceivedSpan> found = spans.stream().filter(wanted).toList();
    if (found.size() != 1) {
      throw new AssertionError("Expected exactly " + wanted + ", found " + found.size() + listing);
    }
    return found.get(0);
  }
}
