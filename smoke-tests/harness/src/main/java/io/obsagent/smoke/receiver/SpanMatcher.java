package io.obsagent.smoke.receiver;

import java.util.Objects;
import java.util.function.Predicate;

/**
 * Which spans are meant, in words that end up in the failure message: {@code server("GET
 * /cart").with("http.response.status_code", 200L)}.
 */
public final class SpanMatcher implements Predicate<ReceivedSpan> {

  private final String description;
  private final Predicate<ReceivedSpan> test;

  private SpanMatcher(String description, Predicate<ReceivedSpan> test) {
    this.description = description;
    this.test = test;
  }

  public static SpanMatcher span(String description, Predicate<ReceivedSpan> test) {
    return new SpanMatcher(description, test);
  }

  public static SpanMatcher named(String name) {
    return span("a span '" + name + "'", span -> span.name().equals(name));
  }

  public static SpanMatcher kind(ReceivedSpan.Kind kind) {
    return span("a " + kind + " span", span -> span.kind() == kind);
  }

  public static SpanMatcher server(String name) {
    return named(name).and("of kind SERVER", kind(ReceivedSpan.Kind.SERVER));
  }

  public static SpanMatcher client(String name) {
    return named(name).and("of kind CLIENT", kind(ReceivedSpan.Kind.CLIENT));
  }

  public static SpanMatcher inTrace(String traceId) {
    return span("a span of trace " + traceId, span -> span.traceId().equals(traceId));
  }

  /** Whole numbers may be given as int or long. */
  public SpanMatcher with(String attribute, Object value) {
    Object expected = value instanceof Integer number ? Long.valueOf(number) : value;
    return and(
        "with " + attribute + "=" + value,
        span -> Objects.equals(span.attribute(attribute), expected));
  }

  public SpanMatcher failed() {
    return and("with status ERROR", span -> span.status() == ReceivedSpan.Status.ERROR);
  }

  public SpanMatcher childOf(ReceivedSpan parent) {
    return and("under '" + parent.name() + "'", span -> span.isChildOf(parent));
  }

  public SpanMatcher and(String words, Predicate<ReceivedSpan> further) {
    return new SpanMatcher(description + " " + words, test.and(further));
  }

  @Override
  public boolean test(ReceivedSpan span) {
    return test.test(span);
  }

  @Override
  public String toString() {
    return description;
  }
}
