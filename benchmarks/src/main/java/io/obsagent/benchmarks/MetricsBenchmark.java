package io.obsagent.benchmarks;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.MetricNumbers;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.InstrumentationScope;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.AtomicHistogram;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/**
 * Recording durations: the lines of {@code budgets.md} about histograms. One series, found by the
 * six attributes of an HTTP request among forty others; drained beside it as in life, so that it is
 * hot when it is busy. The durations are made up by a multiplication, which is measured along.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MetricsBenchmark {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("benchmark");
  private static final String[] ROUTES = new String[40];

  static {
    for (int i = 0; i < ROUTES.length; i++) {
      ROUTES[i] = "/shop/customers/{id}/orders/" + i;
    }
  }

  private final Metrics metrics = Metrics.of(Metrics.DEFAULT_SERIES_LIMIT, false);
  private final DurationHistogram requests =
      metrics.histogram(
          SCOPE,
          "http.server.request.duration",
          "",
          Buckets.HTTP,
          AttributeKey.string("http.request.method"),
          AttributeKey.number("http.response.status_code"),
          AttributeKey.string("http.route"),
          AttributeKey.string("error.type"),
          AttributeKey.string("url.scheme"),
          AttributeKey.string("network.protocol.version"));

  private final AtomicHistogram histogram = new AtomicHistogram(1, 60_000_000, 2);
  private volatile boolean stopped;
  private Thread reader;

  /** How long this thread's next call takes. */
  @State(Scope.Thread)
  public static class Caller {
    private int calls = 1;

    long nanos() {
      calls = calls * 1_664_525 + 1_013_904_223;
      return 1_000_000 + (calls >>> 8);
    }
  }

  @Setup
  public void startReading() {
    for (String route : ROUTES) {
      record(1, route);
    }
    reader =
        new Thread(
            () -> {
              while (!stopped) {
                metrics.drain();
                try {
                  Thread.sleep(600);
                } catch (InterruptedException end) {
                  return;
                }
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  @TearDown
  public void stopReading() throws InterruptedException {
    stopped = true;
    reader.interrupt();
    reader.join();
  }

  private void record(long nanos, String route) {
    requests.record(nanos, false, "GET", MetricNumbers.of(200), route, null, "http", "1.1");
  }

  /** What HdrHistogram takes of it. */
  @Benchmark
  public void histogramAlone(Caller caller) {
    histogram.recordValue(caller.nanos() / 1_000);
  }

  @Benchmark
  public void record(Caller caller) {
    record(caller.nanos(), ROUTES[7]);
  }

  /** Per thread: together they are no slower than one alone while this is at most twice that. */
  @Benchmark
  @Threads(2)
  public void recordByTwoThreads(Caller caller) {
    record(caller.nanos(), ROUTES[7]);
  }
}
