package io.obsagent.smoke.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.receiver.ReceivedSpan;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Spans whose parent never arrived. */
final class Holes {
  private Holes() {}

  /**
   * Fails if a span's parent is missing.
   *
   * @param traces those to look at
   * @param first the service where traces begin: whose SERVER spans have no parent
   */
  static void assertNone(List<ReceivedSpan> spans, Predicate<String> traces, String first) {
    Set<String> ids =
        spans.stream().map(span -> span.traceId() + span.spanId()).collect(Collectors.toSet());
    List<ReceivedSpan> orphans =
        spans.stream()
            .filter(span -> traces.test(span.traceId()))
            .filter(
                span ->
                    span.isRoot()
                        ? !span.serviceName().equals(first)
                        : !ids.contains(span.traceId() + span.parentSpanId()))
            .toList();
    assertThat(orphans).isEmpty();
  }
}
