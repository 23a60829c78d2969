package io.obsagent.engine.logs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LogRingTest {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  private static LogEntry entry(String text) {
    LogEntry entry = new LogEntry(Context.ROOT, 0, 0, LogEntry.INFO, "INFO", "books");
    entry.body(text);
    return entry;
  }

  @Test
  void staysWithinItsLimitsAndKeepsTheLatest() {
    LogMemory memory = new LogMemory(1L << 30);
    LogRing ring = null;
    for (int i = 0; i < 1_000; i++) {
      LogEntry entry = entry("line " + i + "x".repeat(i % 7 * 100));
      assertThat(memory.admit(entry.estimatedBytes(), false)).isTrue();
      ring = LogRing.with(ring, entry, memory, 100, 20_000);
      memory.release(ring.evictedBytes());
      assertThat(ring.lines()).isLessThanOrEqualTo(100);
      assertThat(ring.bytes()).isLessThanOrEqualTo(20_000).isEqualTo(memory.live());
    }
    List<LogEntry> entries = new ArrayList<>();
    ring.drainTo(entries);
    assertThat(entries.size() + ring.lost()).isEqualTo(1_000);
    assertThat(entries.get(entries.size() - 1).body()).startsWith("line 999");
    for (int i = 0; i < entries.size(); i++) {
      assertThat(entries.get(i).body()).startsWith("line " + (1_000 - entries.size() + i));
    }
    ring.forget();
    assertThat(memory.live()).isZero();
  }

  /** Four threads log into one trace while it ends: each line goes out once, no byte is lost. */
  @Test
  void whoeverLogsWhileTheTraceEnds() throws Exception {
    LogMemory memory = new LogMemory(1L << 30);
    LogQueue queue = new LogQueue(memory, 0, 512, false);
    Properties kept = new Properties();
    kept.setProperty("obs.logs.export", "kept");
    var settings = ConfigurationReader.read(kept, Map.of(), null);
    LogCapture capture = LogCapture.of(settings, memory, queue);
    ConcurrentLinkedQueue<Fragment> fragments = new ConcurrentLinkedQueue<>();
    Tracer tracer =
        new Tracer(
            HeadSamplers.configured(settings, new ArrayList<>()),
            fragment -> {
              fragment.keepLogs();
              fragments.add(fragment);
            },
            SpanLimits.DEFAULT);
    int threads = 4;
    int rounds = 2_000;
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CyclicBarrier together = new CyclicBarrier(threads);
    CountDownLatch done = new CountDownLatch(threads);
    Span[] current = {root(tracer)};
    for (int t = 0; t < threads; t++) {
      int thread = t;
      pool.execute(
          () -> {
            try {
              for (int round = 0; round < rounds; round++) {
                together.await();
                Span span = current[0];
                if (thread == 0) {
                  span.end();
                } else {
                  Context before = span.makeCurrent();
                  Context here = capture.here();
                  capture.accept(
                      here, capture.begin(here, 9, "INFO", "books", thread + "-" + round));
                  span.restore(before);
                }
                together.await();
                if (thread == 0) {
                  current[0] = root(tracer);
                }
              }
            } catch (Exception fault) {
              throw new IllegalStateException(fault);
            } finally {
              done.countDown();
            }
          });
    }
    assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    pool.shutdown();
    List<LogEntry> all = new ArrayList<>();
    for (Fragment fragment : fragments) {
      LogRing ring = fragment.takeLogs();
      if (ring != null) {
        ring.drainTo(all);
      }
    }
    for (LogEntry late = queue.poll(); late != null; late = queue.poll()) {
      all.add(late);
    }
    Set<String> bodies = new HashSet<>();
    long bytes = 0;
    for (LogEntry entry : all) {
      bytes += entry.estimatedBytes();
      assertThat(bodies.add(entry.body())).as(entry.body()).isTrue();
    }
    assertThat(bodies).hasSize((threads - 1) * rounds);
    assertThat(memory.live()).isEqualTo(bytes);
  }

  /** What a line costs beside its own text. */
  @Test
  void allocatesLittlePerLine() {
    LogMemory memory = new LogMemory(1L << 30);
    Properties kept = new Properties();
    kept.setProperty("obs.logs.export", "kept");
    var settings = ConfigurationReader.read(kept, Map.of(), null);
    LogCapture capture = LogCapture.of(settings, memory, new LogQueue(memory, 0, 512, false));
    Tracer tracer =
        new Tracer(
            HeadSamplers.configured(settings, new ArrayList<>()),
            fragment -> {},
            SpanLimits.DEFAULT);
    Span span = root(tracer);
    Context before = span.makeCurrent();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long bytes = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long start = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 1_000; i++) {
        Context here = capture.here();
        capture.accept(here, capture.begin(here, LogEntry.INFO, "INFO", "books", "sold"));
      }
      bytes = Math.min(bytes, threads.getCurrentThreadAllocatedBytes() - start);
    }
    span.restore(before);
    span.end();
    assertThat(bytes / 1_000).isBetween(100L, 176L);
    assertThat(memory.live()).isZero();
  }

  private static Span root(Tracer tracer) {
    return tracer.startRoot(Context.ROOT, SpanKind.INTERNAL, SCOPE, System.nanoTime());
  }
}
