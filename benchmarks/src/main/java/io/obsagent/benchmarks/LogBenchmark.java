package io.obsagent.benchmarks;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.LogMemory;
import io.obsagent.engine.logs.LogQueue;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a log line costs beside its own library, its message being rendered. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LogBenchmark {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("benchmark");
  private static final String MESSAGE = "Order 4711 placed by ada, 3 books, paid by card";

  private final Configuration settings = settings();
  private final LogMemory memory = new LogMemory(1L << 30);
  private final LogCapture capture =
      LogCapture.of(settings, memory, new LogQueue(memory, 0, 512, false));
  private final Span span =
      new Tracer(
              HeadSamplers.configured(settings, new ArrayList<String>()),
              fragment -> {},
              SpanLimits.DEFAULT)
          .startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());

  private static Configuration settings() {
    Properties properties = new Properties();
    properties.setProperty("obs.logs.export", "kept");
    return ConfigurationReader.read(properties, Collections.<String, String>emptyMap(), null);
  }

  /** Into a trace that logs without end: letting go of the older lines is included. */
  @Benchmark
  public void lineInsideASpan() {
    Context before = span.makeCurrent();
    Context here = capture.here();
    if (!capture.isInside()) {
      LogEntry entry = capture.begin(here, LogEntry.INFO, "INFO", "com.example.Books", MESSAGE);
      capture.accept(here, entry);
      capture.enter();
      capture.exit();
    }
    span.restore(before);
  }

  @Benchmark
  public Context lineOutsideASpan() {
    return capture.here();
  }
}
