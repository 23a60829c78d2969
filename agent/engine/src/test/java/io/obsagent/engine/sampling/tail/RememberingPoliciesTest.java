package io.obsagent.engine.sampling.tail;

import static io.obsagent.engine.sampling.tail.Judged.MILLI;
import static io.obsagent.engine.sampling.tail.Judged.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The policies that ask what was seen before. */
class RememberingPoliciesTest {
  /** Ends a request; true if it was kept. */
  private static boolean request(
      Judged judged, String name, int status, List<String> calls, long end) {
    int before = judged.kept.size();
    RecordedSpan root = judged.root(1, end - MILLI);
    root.name(name);
    root.set(HttpAttributes.RESPONSE_STATUS_CODE, status);
    for (String call : calls) {
      RecordedSpan child = judged.child(root, end - MILLI);
      child.name(call);
      child.end(end);
    }
    root.end(end);
    return judged.kept.size() > before;
  }

  @Test
  void rareIsOnePerKindAndPeriod() {
    Judged judged = Judged.by("rare:15m");
    long minute = 60 * SECOND;
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a"), 0)).isTrue();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a"), minute)).isFalse();
    // Another method or route, another class of status, another call below it.
    assertThat(request(judged, "PUT /a", 200, List.of("SELECT a"), minute)).isTrue();
    assertThat(request(judged, "GET /a", 404, List.of("SELECT a"), minute)).isTrue();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a", "SELECT b"), minute)).isTrue();
    assertThat(request(judged, "GET /a", 200, List.of(), minute)).isTrue();
    // The same class of status, the same calls more often or in another order: nothing new.
    assertThat(request(judged, "GET /a", 204, List.of("SELECT a"), minute)).isFalse();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a", "SELECT a"), minute)).isFalse();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT b", "SELECT a"), minute)).isFalse();
    // The period ends, by a thousandth at most too early.
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a"), 15 * minute - SECOND)).isFalse();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a"), 15 * minute)).isTrue();
    assertThat(request(judged, "GET /a", 200, List.of("SELECT a"), 16 * minute)).isFalse();
  }

  @Test
  void rareAgreesWithAListOfAllThatWasSeen() {
    Judged judged = Judged.by("rare:1m");
    Random random = new Random(11);
    Map<List<Object>, Long> last = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      long now = i * 50 * MILLI;
      String name = "GET /" + random.nextInt(6);
      int status = 200 + 100 * random.nextInt(4);
      List<String> calls =
          random.ints(random.nextInt(4), 0, 3).mapToObj(n -> "SELECT t" + n).toList();
      List<Object> kind = List.of(name, status / 100, new TreeSet<>(calls));
      // A tick is a thousandth of the period: what is nearer to its end than that may be either.
      long age = last.containsKey(kind) ? now - last.get(kind) : Long.MAX_VALUE;
      boolean kept = request(judged, name, status, calls, now);
      if (Math.abs(age - 60 * SECOND) > 60 * MILLI) {
        assertThat(kept).as("%s after %s", kind, age).isEqualTo(age >= 60 * SECOND);
      }
      if (kept) {
        last.put(kind, now);
      }
    }
    assertThat(last).hasSizeGreaterThan(150);
  }

  @Test
  void ofManyKindsTheTableKeepsWhatFits() {
    Judged judged = Judged.by("rare:15m");
    for (int i = 0; i < 50_000; i++) {
      request(judged, "GET /" + i, 200, List.of(), i);
    }
    assertThat(judged.kept.size()).isBetween(Seen.SIZE * 9 / 10, Seen.SIZE);
  }

  @Test
  void newExceptionIsATypeAtAPlaceWithItsCause() {
    Judged judged = Judged.by("new_exception");
    for (int i = 0; i < 3; i++) {
      failing(judged, new IllegalStateException("number " + i));
    }
    for (int i = 0; i < 3; i++) {
      failing(judged, new IllegalStateException("another place"));
    }
    Exception[] wrapped = {new RuntimeException(here()), new RuntimeException(there())};
    for (Exception one : wrapped) {
      one.setStackTrace(wrapped[0].getStackTrace());
      failing(judged, one);
      failing(judged, one);
    }
    judged.bare(1, 0, 1);

    assertThat(judged.kept).hasSize(4);
    assertThat(judged.notKept).hasSize(7);
  }

  private static Exception here() {
    return new Exception();
  }

  private static Exception there() {
    return new Exception();
  }

  private static void failing(Judged judged, Exception thrown) {
    RecordedSpan root = judged.root(1, 0);
    root.recordException(thrown, null);
    root.end(1);
  }

  @Test
  void exceptionsThatBreakAreNoReasonToFail() {
    Judged judged = Judged.by("new_exception");
    RuntimeException broken =
        new RuntimeException() {
          private static final long serialVersionUID = 1;

          @Override
          public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException();
          }
        };
    failing(judged, broken);
    failing(judged, broken);
    assertThat(judged.kept).hasSize(1);
  }

  @Test
  void logErrorNeedsItsMark() {
    Judged judged = Judged.by("log_error");
    judged.bare(1, 0, 1);
    RecordedSpan root = judged.root(1, 0);
    root.fragment().markErrorLogged();
    root.end(1);
    assertThat(judged.policies()).containsExactly("log_error");
  }

  private static int slow(Judged judged, String name, int calls, long nanos, Random random) {
    int before = judged.kept.size();
    for (int i = 0; i < calls; i++) {
      RecordedSpan root = judged.root(1, 0);
      root.name(name);
      root.end((long) (nanos * (0.5 + random.nextDouble())));
    }
    return judged.kept.size() - before;
  }

  @Test
  void latencyPercentileIsThatOfTheOwnRoute() {
    Judged judged = Judged.by("latency_percentile:99");
    Random random = new Random(2);
    // Too few calls have no percentile.
    assertThat(slow(judged, "GET /fast", RouteLatency.ENOUGH, 5 * MILLI, random)).isZero();
    slow(judged, "GET /fast", 5_000, 5 * MILLI, random);
    slow(judged, "GET /slow", 5_000, 500 * MILLI, random);
    int kept = judged.kept.size();
    // One in a hundred, within the width of a bucket.
    assertThat(kept).isLessThan(10_000 / 60);
    assertThat(slow(judged, "GET /fast", 10, 50 * MILLI, random)).isEqualTo(10);
    assertThat(slow(judged, "GET /slow", 10, 50 * MILLI, random)).isZero();
    assertThat(slow(judged, "GET /other", 10, 5_000 * MILLI, random)).isZero();
  }

  @Test
  void thePercentileFollowsTheTimes() {
    RouteLatency route = new RouteLatency(1, 0.99);
    long now = 0;
    for (int i = 0; i < 5_000; i++) {
      route.isSlow(MILLI, now += MILLI);
    }
    assertThat(route.isSlow(100 * MILLI, now)).isTrue();
    int slow = 0;
    // From now on everything is slower: after some minutes that is ordinary.
    for (int i = 0; i < 60_000; i++) {
      slow += route.isSlow(100 * MILLI, now += 10 * MILLI) ? 1 : 0;
    }
    assertThat(slow).isLessThan(500);
    assertThat(route.isSlow(100 * MILLI, now)).isFalse();
    assertThat(route.isSlow(Long.MAX_VALUE, now)).isTrue();
    assertThat(route.isSlow(-1, now)).isFalse();
  }

  @Test
  void moreRoutesThanFitAreNeverSlow() {
    Judged judged = Judged.by("latency_percentile");
    Random random = new Random(2);
    for (int i = 0; i < 4 * LatencyPercentile.ROUTES; i++) {
      slow(judged, "GET /" + i, 1, MILLI, random);
    }
    for (int i = 0; i < 4 * LatencyPercentile.ROUTES; i++) {
      slow(judged, "GET /" + i, 130, MILLI, random);
    }
    judged.kept.clear();
    for (int i = 0; i < 4 * LatencyPercentile.ROUTES; i++) {
      slow(judged, "GET /" + i, 1, SECOND, random);
    }
    assertThat(judged.kept.size()).isBetween(64, LatencyPercentile.ROUTES);
  }
}
