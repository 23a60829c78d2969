package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.example.HookedPool;
import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What an application sees of its own tasks: the tasks themselves. */
class PoolViewTest extends ThreadsTestCase {
  @Test
  void removeFindsALambdaByItself() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    assertThat(pool.remove(() -> {})).isFalse();
    assertThat(pool.remove(lambda)).isTrue();
    assertThat(pool.remove(lambda)).isFalse();
    assertThat(pool.remove(named)).isTrue();
    assertThat(pool.getQueue()).isEmpty();
    assertThat(request.isComplete()).isTrue();
    gate.countDown();
  }

  @Test
  void shutdownNowReturnsTheTasksThemselves() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool = busyPool(gate);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    assertThat(pool.shutdownNow()).containsExactly(lambda, named);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void theRejectionHandlerGetsTheTaskItself() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(1)));
    occupy(pool, gate);
    pool.execute(() -> {}); // fills the queue
    List<Runnable> rejected = new ArrayList<>();
    RejectedExecutionHandler keeping = (task, by) -> rejected.add(task);
    pool.setRejectedExecutionHandler(keeping);
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy());
    assertThatThrownBy(() -> pool.execute(lambda)).isInstanceOf(RejectedExecutionException.class);
    assertThatThrownBy(() -> pool.submit(lambda)).isInstanceOf(RejectedExecutionException.class);
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    pool.submit(lambda);
    assertThat(seen.get()).isNull();
    pool.setRejectedExecutionHandler(new ThreadPoolExecutor.CallerRunsPolicy());
    pool.execute(lambda);
    assertThat(seen.get()).isSameAs(request.span);
    seen.set(null);
    pool.submit(lambda);
    assertThat(seen.get()).isSameAs(request.span);
    assertThat(Context.current()).isSameAs(request.span);
    request.close();
    assertThat(rejected).containsExactly(lambda, named);
    assertThat(request.isComplete()).isTrue();
    gate.countDown();
  }

  @Test
  void hooksOfAPoolGetTheTaskItself() throws Exception {
    HookedPool pool = open(new HookedPool());
    Runnable lambda = this::see;
    Runnable named = new Named();
    ThreadsEngine.Request request = engine.request();
    pool.execute(lambda);
    pool.execute(named);
    request.close();
    runAll(pool);
    assertThat(pool.before).containsExactly(lambda, named);
    assertThat(pool.after).containsExactly(lambda, named);
    assertThat(seen.get()).isSameAs(request.span);
    assertThat(request.isComplete()).isTrue();
  }

  @Test
  void aQueueThatComparesMeetsOnlyTheTasks() throws Exception {
    record Ranked(int rank, List<String> order, List<Context> contexts)
        implements Runnable, Comparable<Ranked> {
      @Override
      public void run() {
        order.add("" + rank);
        contexts.add(Context.current());
      }

      @Override
      public int compareTo(Ranked other) {
        return Integer.compare(rank, other.rank);
      }
    }

    CountDownLatch gate = new CountDownLatch(1);
    ThreadPoolExecutor pool =
        open(new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new PriorityBlockingQueue<>()));
    occupy(pool, gate);
    List<String> order = new ArrayList<>();
    List<Context> contexts = new ArrayList<>();
    ThreadsEngine.Request request = engine.request();
    for (int rank : new int[] {3, 1, 2}) {
      pool.execute(new Ranked(rank, order, contexts));
    }
    assertThat(pool.getQueue()).allMatch(each -> each instanceof Ranked);
    request.close();
    gate.countDown();
    runAll(pool);
    assertThat(order).containsExactly("1", "2", "3");
    assertThat(contexts).containsExactly(request.span, request.span, request.span);
  }
}
