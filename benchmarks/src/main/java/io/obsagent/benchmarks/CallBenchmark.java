package io.obsagent.benchmarks;

import io.obsagent.engine.export.BufferLimit;
import io.obsagent.engine.export.ExportSchedule;
import io.obsagent.engine.export.ExportThread;
import io.obsagent.engine.export.FragmentQueue;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.MetricNumbers;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.instrumentation.jdbc.sql.SqlCache;
import io.obsagent.instrumentation.jdbc.sql.SqlDialect;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Whole calls, as {@code budgets.md} has them: a span with its attributes, its metric, and the
 * hand-over to the exporting thread, which throws away what it gets, on the other core. Offered as
 * fast as possible the queue is sometimes full, so some drops are part of what is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CallBenchmark {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("benchmark");
  private static final String SQL = "SELECT name, price FROM products WHERE id = ?";
  private static final AttributeKey[] KEYS = new AttributeKey[10];

  static {
    for (int i = 0; i < KEYS.length; i++) {
      KEYS[i] = AttributeKey.string("key." + i);
    }
  }

  private final FragmentQueue queue = new FragmentQueue(new BufferLimit(64L << 20, 0));
  private final Tracer keeping =
      new Tracer(new SpanBenchmark.Fixed(true), queue, SpanLimits.DEFAULT);
  private final Tracer dropping =
      new Tracer(new SpanBenchmark.Fixed(false), queue, SpanLimits.DEFAULT);
  private final Context parent = Context.remote(1, 2, 3, Context.SAMPLED, null, null);
  private final SqlCache statements = new SqlCache();
  private DurationHistogram requests;
  private DurationHistogram operations;
  private ExportThread thread;

  @Setup
  public void start() {
    thread =
        new ExportThread(queue, List.of(new QueueBenchmark.Nowhere()), new ExportSchedule(1, 512));
    thread.start();
    Metrics metrics = Metrics.of(Metrics.DEFAULT_SERIES_LIMIT, false);
    AttributeKey route = AttributeKey.string("http.route");
    AttributeKey status = AttributeKey.number("http.response.status_code");
    requests =
        metrics.histogram(SCOPE, "http.server.request.duration", "", Buckets.HTTP, route, status);
    AttributeKey system = AttributeKey.string("db.system.name");
    AttributeKey summary = AttributeKey.string("db.query.summary");
    operations =
        metrics.histogram(SCOPE, "db.client.operation.duration", "", Buckets.HTTP, system, summary);
  }

  @TearDown
  public void stop() {
    thread.shutdown(1_000);
  }

  private void serve(Tracer tracer) {
    Span span = tracer.startRoot(parent, SpanKind.SERVER, SCOPE, System.nanoTime());
    Context before = span.makeCurrent();
    for (AttributeKey key : KEYS) {
      span.set(key, "value");
    }
    span.restore(before);
    long end = System.nanoTime();
    requests.record(end - span.startNanos(), false, "/orders", MetricNumbers.of(200));
    span.end(end);
  }

  @Benchmark
  public void serverSpanKept() {
    serve(keeping);
  }

  @Benchmark
  @Threads(2)
  public void serverSpanKeptByTwoThreads() {
    serve(keeping);
  }

  @Benchmark
  public void droppedAtTheHead() {
    serve(dropping);
  }

  /** With a fragment of its own, which a span inside a trace has not: 48 bytes more than that. */
  @Benchmark
  public void jdbcSpan() {
    Span span = keeping.startRoot(parent, SpanKind.CLIENT, SCOPE, System.nanoTime());
    Context before = span.makeCurrent();
    span.restore(before);
    long end = System.nanoTime();
    SqlStatementInfo info = statements.get(SQL, SqlDialect.POSTGRESQL);
    span.set(KEYS[0], "postgresql");
    span.set(KEYS[1], "shop");
    span.set(KEYS[2], "db.example");
    span.set(KEYS[3], 543);
    span.set(KEYS[4], SQL);
    span.set(KEYS[5], info.summary());
    span.name(info.summary());
    operations.record(end - span.startNanos(), false, "postgresql", info.summary());
    span.end(end);
  }
}
