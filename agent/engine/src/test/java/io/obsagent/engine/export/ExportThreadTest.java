package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExportThreadTest {
  private final FragmentQueue queue =
      new FragmentQueue(new BufferLimit(BufferLimit.DEFAULT_BYTES, 0));
  private final Recorder recorder = new Recorder();
  private ExportThread thread;

  @AfterEach
  void stop() {
    if (thread != null) {
      thread.shutdown(2_000);
    }
  }

  private ExportThread thread(int delayMillis, int batchSpans, FragmentExporter... exporters) {
    thread =
        new ExportThread(queue, List.of(exporters), new ExportSchedule(delayMillis, batchSpans));
    return thread;
  }

  @Test
  void startsWithTheFirstFragmentAndDeliversAfterTheDelay() {
    thread(20, 512, recorder);
    queue.accept(TestTraces.fragment("a", 1, false));
    await().until(() -> recorder.names().equals(List.of("a")));
    assertThat(recorder.thread.isDaemon()).isTrue();
    assertThat(recorder.thread.getContextClassLoader()).isNull();
    assertThat(recorder.suppressed).isTrue();
  }

  @Test
  void aFullBatchDoesNotWaitForTheDelay() {
    thread(3_600_000, 4, recorder);
    queue.accept(TestTraces.fragment("a", 1, false));
    queue.accept(TestTraces.fragment("b", 3, false));
    await().until(() -> recorder.names().size() == 2);
  }

  @Test
  void inheritsNothingFromTheThreadThatOffers() throws Exception {
    InheritableThreadLocal<String> tenant = new InheritableThreadLocal<>();
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    thread(
        1,
        1,
        recorder,
        new Recorder() {
          @Override
          public void export(List<Fragment> batch) {
            seen.add(String.valueOf(tenant.get()));
          }
        });
    Thread application =
        new Thread(
            () -> {
              tenant.set("secret");
              queue.accept(TestTraces.fragment("a", 1, false));
            });
    application.start();
    application.join();
    await().until(() -> seen.equals(List.of("null")));
  }

  @Test
  void survivesExportersThatThrow() {
    long before = AgentHealth.get(ExportThread.FAULTS);
    Recorder broken =
        new Recorder() {
          @Override
          public void export(List<Fragment> batch) {
            throw new NoClassDefFoundError("gone");
          }

          @Override
          public long work(long nowNanos) {
            throw new IllegalStateException("odd");
          }
        };
    thread(1, 1, broken, recorder);
    queue.accept(TestTraces.fragment("a", 1, false));
    await().until(() -> recorder.names().contains("a"));
    queue.accept(TestTraces.fragment("b", 1, false));
    await().until(() -> recorder.names().contains("b"));
    assertThat(AgentHealth.get(ExportThread.FAULTS) - before).isGreaterThanOrEqualTo(2);
  }

  @Test
  void ticksAlsoWhenNothingIsExportedAndSurvivesThem() {
    AtomicInteger ticks = new AtomicInteger();
    Runnable bad =
        () -> {
          throw new StackOverflowError();
        };
    thread = new ExportThread(queue, List.of(recorder), new ExportSchedule(1, 1));
    thread.everySecond(bad);
    thread.everySecond(ticks::incrementAndGet);
    thread.start();
    await().until(() -> ticks.get() >= 2);
  }

  @Test
  void flushDeliversEverythingBeforeItReturns() {
    thread(3_600_000, 512, recorder);
    for (int i = 0; i < 100; i++) {
      queue.accept(TestTraces.fragment("t" + i, 3, false));
    }
    assertThat(thread.flush(10_000)).isTrue();
    assertThat(recorder.names()).hasSize(100);
  }

  @Test
  void shutdownIsBoundedWhateverAnExporterDoes() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    Recorder hanging =
        new Recorder() {
          @Override
          public boolean flush(long timeoutMillis) {
            try {
              return never.await(1, TimeUnit.HOURS);
            } catch (InterruptedException end) {
              return false;
            }
          }
        };
    thread(1, 1, hanging);
    queue.accept(TestTraces.fragment("a", 1, false));
    assertThat(thread.shutdown(50)).isFalse();
    never.countDown();
  }

  /** Else the drops of the last moment would be missing from the status file. */
  @Test
  void anExporterThatTakesAllItsTimeIsClosedBeforeShutdownReturns() {
    Recorder slow =
        new Recorder() {
          @Override
          public boolean flush(long timeoutMillis) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (System.nanoTime() - end < 0) {
              Thread.onSpinWait();
            }
            return false;
          }
        };
    thread(1, 1, slow);
    queue.accept(TestTraces.fragment("a", 1, false));
    assertThat(thread.shutdown(5_000)).isFalse();
    assertThat(slow.closed).hasValue(1);
  }

  @Test
  void closesItsExportersOnce() {
    thread(1, 1, recorder);
    assertThat(thread.shutdown(5_000)).isTrue();
    assertThat(thread.shutdown(5_000)).isTrue();
    assertThat(recorder.closed).hasValue(1);
  }

  /** Remembers what it gets. */
  private static class Recorder implements FragmentExporter {
    private final List<String> names = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger closed = new AtomicInteger();
    private volatile Thread thread;
    private volatile boolean suppressed;

    List<String> names() {
      synchronized (names) {
        return new ArrayList<>(names);
      }
    }

    @Override
    public void attach(Runnable wake) {}

    @Override
    public void export(List<Fragment> batch) {
      thread = Thread.currentThread();
      suppressed = Context.current().isSuppressed();
      for (Fragment fragment : batch) {
        names.add(fragment.root().nameText());
      }
    }

    @Override
    public long work(long nowNanos) {
      return NOTHING;
    }

    @Override
    public boolean flush(long timeoutMillis) {
      return true;
    }

    @Override
    public void close() {
      closed.incrementAndGet();
    }
  }
}
