package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FragmentQueueTest {
  private static final long HEAP = 1L << 40;

  private static long dropped() {
    return AgentHealth.get("dropped.queue_full") + AgentHealth.get("dropped.memory_limit");
  }

  private static List<String> names(List<Fragment> fragments) {
    return fragments.stream().map(fragment -> fragment.root().nameText()).toList();
  }

  @Test
  void errorsGoFirstAndEachLaneKeepsItsOrder() {
    FragmentQueue queue = new FragmentQueue(new BufferLimit(BufferLimit.DEFAULT_BYTES, 0));
    queue.accept(TestTraces.fragment("a", 1, false));
    queue.accept(TestTraces.fragment("b", 3, false));
    queue.accept(TestTraces.fragment("x", 1, true));
    queue.accept(TestTraces.fragment("y", 1, true));
    assertThat(queue.queuedSpans()).isEqualTo(6);

    List<Fragment> drained = new ArrayList<>();
    assertThat(queue.drain(drained, 100)).isEqualTo(6);
    assertThat(names(drained)).containsExactly("x", "y", "a", "b");
    assertThat(queue.queuedSpans()).isZero();
    assertThat(queue.queuedBytes()).isZero();
  }

  @Test
  void drainsNoMoreThanABatchAndNeverSplitsAFragment() {
    FragmentQueue queue = new FragmentQueue(new BufferLimit(BufferLimit.DEFAULT_BYTES, 0));
    for (int i = 0; i < 4; i++) {
      queue.accept(TestTraces.fragment("t" + i, 3, false));
    }
    List<Fragment> drained = new ArrayList<>();
    assertThat(queue.drain(drained, 4)).isEqualTo(6);
    assertThat(queue.queuedSpans()).isEqualTo(6);
  }

  @Test
  void isBoundedBySpansAndDropsTheNewest() {
    FragmentQueue queue = new FragmentQueue(new BufferLimit(BufferLimit.DEFAULT_BYTES, 5));
    long before = AgentHealth.get("dropped.queue_full");
    for (int i = 0; i < 4; i++) {
      queue.accept(TestTraces.fragment("t" + i, 2, false));
    }
    List<Fragment> drained = new ArrayList<>();
    queue.drain(drained, 100);
    assertThat(names(drained)).containsExactly("t0", "t1");
    assertThat(AgentHealth.get("dropped.queue_full") - before).isEqualTo(4);
  }

  @Test
  void keepsRoomForErrorsWhenOrdinaryTrafficHasFilledItsShare() {
    BufferLimit limit = new BufferLimit(1 << 20, 0, HEAP);
    FragmentQueue queue = new FragmentQueue(limit);
    Fragment ordinary = TestTraces.fragment("ordinary", 10, false);
    for (int i = 0; i < 1_000; i++) {
      queue.accept(ordinary);
    }
    long full = queue.queuedBytes();
    assertThat(full).isLessThanOrEqualTo(limit.ordinaryBytes()).isGreaterThan(800_000);
    queue.accept(ordinary);
    assertThat(queue.queuedBytes()).isEqualTo(full);

    queue.accept(TestTraces.fragment("error", 1, true));
    List<Fragment> drained = new ArrayList<>();
    queue.drain(drained, 1);
    assertThat(names(drained)).containsExactly("error");
  }

  @Test
  void whatExportersHoldCountsAsWell() {
    BufferLimit limit = new BufferLimit(1 << 20, 0, HEAP);
    FragmentQueue queue = new FragmentQueue(limit);
    limit.hold(1 << 20, 1);
    queue.accept(TestTraces.fragment("no room", 1, true));
    assertThat(queue.queuedSpans()).isZero();
    limit.release(1 << 20, 1);
    queue.accept(TestTraces.fragment("room", 1, true));
    assertThat(queue.queuedSpans()).isEqualTo(1);
  }

  @Test
  void theLimitIsNeverMoreThanASixteenthOfTheHeap() {
    assertThat(new BufferLimit(16 << 20, 0, 64 << 20).bytes()).isEqualTo(4 << 20);
    assertThat(new BufferLimit(16 << 20, 0, 1 << 30).bytes()).isEqualTo(16 << 20);
  }

  @Test
  void accountsForEveryFragmentOfConcurrentProducers() throws Exception {
    int producers = 4;
    int each = 20_000;
    // Small, so that all kinds of drops happen while the consumer runs.
    FragmentQueue queue = new FragmentQueue(new BufferLimit(256 << 10, 0, HEAP));
    long droppedBefore = dropped();
    Fragment[] shapes = {
      TestTraces.fragment("one", 1, false),
      TestTraces.fragment("three", 3, false),
      TestTraces.fragment("bad", 2, true)
    };
    AtomicLong offered = new AtomicLong();
    CountDownLatch done = new CountDownLatch(producers);
    for (int p = 0; p < producers; p++) {
      int seed = p;
      Thread thread =
          new Thread(
              () -> {
                for (int i = 0; i < each; i++) {
                  Fragment fragment = shapes[(i + seed) % shapes.length];
                  queue.accept(fragment);
                  offered.addAndGet(fragment.size());
                }
                done.countDown();
              });
      thread.start();
    }
    long delivered = 0;
    List<Fragment> drained = new ArrayList<>();
    boolean finished = false;
    while (true) {
      // Read before draining: what the last producer offered is then surely seen.
      finished = done.getCount() == 0;
      int moved = queue.drain(drained, 512);
      delivered += moved;
      drained.clear();
      if (finished && moved == 0) {
        break;
      }
    }
    assertThat(delivered + dropped() - droppedBefore).isEqualTo(offered.get());
    assertThat(queue.queuedSpans()).isZero();
    assertThat(queue.queuedBytes()).isZero();
  }

  @Test
  void wakesOncePerSleepAndOnlyWhenThereIsEnough() {
    FragmentQueue queue = new FragmentQueue(new BufferLimit(BufferLimit.DEFAULT_BYTES, 0));
    AtomicInteger wakes = new AtomicInteger();
    queue.wakes(wakes::incrementAndGet);
    queue.accept(TestTraces.fragment("first", 1, false));
    assertThat(wakes).hasValue(1);
    queue.accept(TestTraces.fragment("while awake", 1, false));
    assertThat(wakes).hasValue(1);

    assertThat(queue.sleepUntil(5)).isTrue();
    queue.accept(TestTraces.fragment("not enough", 2, false));
    assertThat(wakes).hasValue(1);
    queue.accept(TestTraces.fragment("enough", 1, false));
    queue.accept(TestTraces.fragment("more", 1, false));
    assertThat(wakes).hasValue(2);
    assertThat(queue.sleepUntil(5)).isFalse();
  }
}
