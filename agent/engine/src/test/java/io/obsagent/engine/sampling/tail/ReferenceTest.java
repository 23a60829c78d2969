package io.obsagent.engine.sampling.tail;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.DeferredText;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Verdict;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The sampler against a second opinion: traces as plain data, policies as plain predicates written
 * from their descriptions. What {@code th} should be the reference finds by trying: it asks whether
 * the same trace would have been kept with any other R.
 */
class ReferenceTest {
  private static final int TRACES = 10_000;

  /** All percentages in the files are multiples of 100 / 16, so sixteen R stand for all. */
  private static final int GRID = 16;

  private static final AttributeKey ROUTE = AttributeKey.string("http.route");
  private static final AttributeKey CODE = AttributeKey.number("http.response.status_code");
  private static final AttributeKey PREMIUM = AttributeKey.bool("app.premium");

  /** One span: milliseconds since the trace began, and what it carries. */
  record PlainSpan(long start, long end, boolean failed, Map<String, Object> attributes) {}

  /** One trace: R in sixteenths of all, its spans, what the caller said. */
  record PlainTrace(
      double r, List<PlainSpan> spans, boolean callerSampled, String traceState, boolean logged) {
    PlainTrace withR(double other) {
      return new PlainTrace(other, spans, callerSampled, traceState, logged);
    }

    boolean any(Predicate<PlainSpan> condition) {
      return spans.stream().anyMatch(condition);
    }

    boolean has(String key, Predicate<Object> condition) {
      return any(s -> s.attributes.containsKey(key) && condition.test(s.attributes.get(key)));
    }

    long millis() {
      return spans.stream().mapToLong(PlainSpan::end).max().getAsLong()
          - spans.stream().mapToLong(PlainSpan::start).min().getAsLong();
    }

    boolean share(double percent) {
      return r >= 1 - percent / 100;
    }
  }

  static Stream<Arguments> files() {
    return Stream.of(
        file(
            "the file of sampling.md, with a share on the grid",
            """
            - name: errors-policy
              type: status_code
              status_code: {status_codes: [ERROR]}
            - name: latency-policy
              type: latency
              latency: {threshold_ms: 2000}
            - name: probabilistic-policy
              type: probabilistic
              probabilistic: {sampling_percentage: 6.25}
            """,
            t -> t.any(PlainSpan::failed) || t.millis() >= 2000 || t.share(6.25)),
        file(
            "latency between, numbers, flags, texts, counts",
            """
            - {name: a, type: latency, latency: {threshold_ms: 500, upper_threshold_ms: 900}}
            - {name: b, type: numeric_attribute, numeric_attribute: {key: http.response.status_code, min_value: 404, max_value: 499}}
            - {name: c, type: boolean_attribute, boolean_attribute: {key: app.premium, value: true}}
            - {name: d, type: string_attribute, string_attribute: {key: http.route, values: [/checkout, /none]}}
            - {name: e, type: span_count, span_count: {min_spans: 7, max_spans: 8}}
            - {name: f, type: trace_state, trace_state: {key: shop, values: [gold, silver]}}
            - {name: g, type: log_error}
            """,
            t ->
                (t.millis() > 500 && t.millis() <= 900)
                    || t.has("http.response.status_code", v -> (long) v >= 404 && (long) v <= 499)
                    || t.has("app.premium", v -> (boolean) v)
                    || t.has("http.route", v -> v.equals("/checkout"))
                    || (t.spans.size() >= 7 && t.spans.size() <= 8)
                    || "shop=gold".equals(t.traceState)
                    || t.logged),
        file(
            "expressions, and, not",
            """
            - name: slow-pages
              type: and
              and:
                and_sub_policy:
                  - {name: 1, type: string_attribute, string_attribute: {key: http.route, values: ['^/c.*t$'], enabled_regex_matching: true, cache_max_size: 10}}
                  - {name: 2, type: latency, latency: {threshold_ms: 1000}}
                  - {name: 3, type: probabilistic, probabilistic: {sampling_percentage: 50, hash_salt: x}}
            - name: no-errors
              type: and
              and:
                and_sub_policy:
                  - {name: 4, type: not, not: {not_sub_policy: {name: 5, type: status_code, status_code: {status_codes: [ERROR]}}}}
                  - {name: 6, type: probabilistic, probabilistic: {sampling_percentage: 12.5}}
            - {name: unset, type: and, and: {and_sub_policy: [{name: 7, type: status_code, status_code: {status_codes: [UNSET, OK]}}, {name: 8, type: span_count, span_count: {min_spans: 9}}]}}
            """,
            t ->
                (t.has("http.route", v -> ((String) v).matches("/c.*t"))
                        && t.millis() >= 1000
                        && t.share(50))
                    || (!t.any(PlainSpan::failed) && t.share(12.5))
                    || (t.any(s -> !s.failed) && t.spans.size() >= 9)),
        file(
            "drop comes first",
            """
            - {name: errors, type: error}
            - {name: base, type: probabilistic, probabilistic: {sampling_percentage: 25}}
            - name: health
              type: drop
              drop:
                drop_sub_policy:
                  - {name: 1, type: string_attribute, string_attribute: {key: http.route, values: [/health]}}
                  - {name: 2, type: not, not: {not_sub_policy: {name: 3, type: probabilistic, probabilistic: {sampling_percentage: 12.5}}}}
            """,
            t ->
                (t.any(PlainSpan::failed) || t.share(25))
                    && !(t.has("http.route", v -> v.equals("/health")) && !t.share(12.5))),
        file(
            "what is dropped for its high R leaves no threshold",
            """
            - {name: all, type: always_sample}
            - {name: upper, type: drop, drop: {drop_sub_policy: [{name: 1, type: probabilistic, probabilistic: {sampling_percentage: 25}}]}}
            """,
            t -> !t.share(25)),
        file(
            "inverted at the top: a match drops",
            """
            - {name: not-health, type: string_attribute, string_attribute: {key: http.route, values: [/health], invert_match: true}}
            - {name: base, type: probabilistic, probabilistic: {sampling_percentage: 25}}
            """,
            t -> t.share(25) && !t.has("http.route", v -> v.equals("/health"))),
        file(
            "inverted alone: all else is kept",
            """
            - {name: not-health, type: string_attribute, string_attribute: {key: http.route, values: [/health], invert_match: true}}
            - {name: not-found, type: numeric_attribute, numeric_attribute: {key: http.response.status_code, min_value: 404, max_value: 404, invert_match: true}}
            """,
            t ->
                !t.has("http.route", v -> v.equals("/health"))
                    && !t.has("http.response.status_code", v -> (long) v == 404)),
        file(
            "inverted inside and: just the opposite",
            """
            - name: both
              type: and
              and:
                and_sub_policy:
                  - {name: 1, type: boolean_attribute, boolean_attribute: {key: app.premium, value: false, invert_match: true}}
                  - {name: 2, type: latency, latency: {threshold_ms: 300}}
            - {name: flags, type: trace_flags}
            """,
            t -> !t.has("app.premium", v -> !(boolean) v) && t.millis() >= 300),
        file(
            "attributes of the resource",
            """
            - {name: shop, type: string_attribute, string_attribute: {key: service.name, values: [shop]}}
            """,
            t -> true),
        file(
            "attributes of another resource",
            """
            - {name: shop, type: string_attribute, string_attribute: {key: service.name, values: [other]}}
            """,
            t -> false));
  }

  private static Arguments file(String about, String policies, Predicate<PlainTrace> keeps) {
    return Arguments.of(about, policies, keeps);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void bothAgree(String about, String policies, Predicate<PlainTrace> keeps) {
    List<String> complaints = new ArrayList<>();
    PolicyFile file =
        PolicyFile.read(
            new StringReader("processors:\n  tail_sampling:\n    policies:\n" + policies.indent(6)),
            "test.yaml",
            key -> key.equals("service.name") ? "shop" : null,
            complaints);
    assertThat(complaints).filteredOn(line -> !line.contains("without meaning")).isEmpty();
    Judged judged = new Judged(file.rules());
    Random random = new Random(about.hashCode());
    List<PlainTrace> traces = new ArrayList<>();
    for (int i = 0; i < TRACES; i++) {
      PlainTrace trace = generated(random);
      traces.add(trace);
      play(trace, judged, i + 1, random);
    }

    Map<Long, Fragment> kept = new HashMap<>();
    judged.kept.forEach(one -> kept.put(one.root().traceIdHigh(), one));
    assertThat(kept.size() + judged.notKept.size()).isEqualTo(TRACES);
    int keeping = 0;
    for (int i = 0; i < TRACES; i++) {
      PlainTrace trace = traces.get(i);
      boolean wanted = keeps.test(trace) || trace.callerSampled;
      Fragment fragment = kept.get(i + 1L);
      assertThat(fragment != null).as("%s: kept", trace).isEqualTo(wanted);
      if (fragment != null) {
        keeping++;
        double threshold = fragment.verdict().threshold() / 0x1p56;
        assertThat(threshold).as("%s: th", trace).isEqualTo(threshold(trace, keeps));
      }
    }
    assertThat(keeping > 100 || about.contains("another")).isTrue();
  }

  /** The lowest R from which on all are kept, if it is not above that of the trace. */
  private static double threshold(PlainTrace trace, Predicate<PlainTrace> keeps) {
    // The caller's flag without a threshold says nothing of other R.
    int from = GRID;
    while (from > 0 && keeps.test(trace.withR((from - 0.5) / GRID))) {
      from--;
    }
    return from < GRID && trace.r >= (double) from / GRID
        ? (double) from / GRID
        : Verdict.NO_THRESHOLD / 0x1p56;
  }

  private static PlainTrace generated(Random random) {
    String[] routes = {"/checkout", "/cart", "/catalog", "/health"};
    String route = routes[random.nextInt(routes.length)];
    int calls = random.nextInt(10);
    long length = (long) Math.exp(random.nextDouble() * 8.5);
    List<PlainSpan> spans = new ArrayList<>();
    Map<String, Object> root = new HashMap<>();
    root.put("http.route", route);
    root.put("http.response.status_code", 200L + random.nextInt(4) * 101);
    if (random.nextInt(10) == 0) {
      root.put("app.premium", random.nextBoolean());
    }
    spans.add(new PlainSpan(0, length, random.nextInt(20) == 0, root));
    for (int i = 0; i < calls; i++) {
      long start = (long) (random.nextDouble() * length);
      long end = start + (long) (random.nextDouble() * length * 1.2);
      spans.add(new PlainSpan(start, end, random.nextInt(60) == 0, Map.of()));
    }
    String traceState = random.nextInt(10) == 0 ? "shop=gold" : null;
    double r = random.nextInt(GRID) / (double) GRID + random.nextDouble() / GRID;
    return new PlainTrace(r, spans, random.nextInt(50) == 0, traceState, random.nextInt(40) == 0);
  }

  /** The same trace for the sampler; children end after their root where they are longer. */
  private static void play(PlainTrace trace, Judged judged, long id, Random random) {
    int flags = trace.callerSampled ? Context.SAMPLED : 0;
    String state = trace.traceState == null ? null : "a=b, " + trace.traceState + " ,c=d";
    long low = (long) (trace.r * 0x1p56);
    RecordedSpan root = judged.root(Context.remote(id, low, 7, flags, state, null), 0);
    List<RecordedSpan> open = new ArrayList<>();
    open.add(root);
    for (PlainSpan call : trace.spans.subList(1, trace.spans.size())) {
      open.add(judged.child(root, call.start * Judged.MILLI));
    }
    if (trace.logged) {
      root.fragment().markErrorLogged();
    }
    for (int i = 0; i < open.size(); i++) {
      PlainSpan span = trace.spans.get(i);
      set(open.get(i), span, random);
      open.get(i).end(span.end * Judged.MILLI);
    }
  }

  private static void set(RecordedSpan span, PlainSpan plain, Random random) {
    String route = (String) plain.attributes.get("http.route");
    if (route != null && random.nextBoolean()) {
      span.set(ROUTE, route);
    } else if (route != null) {
      span.set(ROUTE, (DeferredText) () -> route);
    }
    if (plain.attributes.containsKey("http.response.status_code")) {
      span.set(CODE, (long) plain.attributes.get("http.response.status_code"));
    }
    if (plain.attributes.containsKey("app.premium")) {
      span.set(PREMIUM, (boolean) plain.attributes.get("app.premium"));
    }
    if (plain.failed) {
      span.fail(null);
    }
  }
}
