package io.obsagent.benchmarks;

import io.obsagent.engine.export.BufferLimit;
import io.obsagent.engine.export.ExportSchedule;
import io.obsagent.engine.export.ExportThread;
import io.obsagent.engine.export.FragmentExporter;
import io.obsagent.engine.export.FragmentQueue;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
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
 * Handing a fragment over while the exporting thread drains on another core. Offered as fast as
 * possible the queue is often full, so drops are part of what is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class QueueBenchmark {
  private FragmentQueue queue;
  private ExportThread thread;
  private Fragment fragment;

  @Setup
  public void start() {
    SpanBenchmark.Sink sink = new SpanBenchmark.Sink();
    Tracer tracer = new Tracer(new SpanBenchmark.Fixed(true), sink, SpanLimits.DEFAULT);
    InstrumentationScope scope = InstrumentationScope.named("benchmark");
    tracer.startRoot(Context.ROOT, SpanKind.SERVER, scope, System.nanoTime()).end();
    fragment = sink.last;
    queue = new FragmentQueue(new BufferLimit(64L << 20, 0));
    thread = new ExportThread(queue, List.of(new Nowhere()), new ExportSchedule(1, 512));
    thread.start();
  }

  @TearDown
  public void stop() {
    thread.shutdown(1_000);
  }

  @Benchmark
  @Threads(1)
  public void offer() {
    queue.accept(fragment);
  }

  @Benchmark
  @Threads(2)
  public void offerFromTwoThreads() {
    queue.accept(fragment);
  }

  /** Throws away what it gets. */
  static final class Nowhere implements FragmentExporter {
    @Override
    public void attach(Runnable wake) {}

    @Override
    public void export(List<Fragment> batch) {}

    @Override
    public long work(long nowNanos) {
      return NOTHING;
    }

    @Override
    public boolean flush(long timeoutMillis) {
      return true;
    }

    @Override
    public void close() {}
  }
}
