package io.obsagent.instrumentation.concurrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.WeavingAgent;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The executors' instrumentation is switched off and on while work is on its way. */
@Timeout(60)
class SwitchedOffTest {
  private static WeavingAgent weaving;

  private final ThreadsEngine engine = new ThreadsEngine();
  private final ExecutorService pool = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void weave() {
    weaving = ThreadsEngine.weave();
  }

  @AfterAll
  static void remove() {
    weaving.remove();
  }

  @AfterEach
  void close() throws InterruptedException {
    switchTo(true);
    pool.shutdownNow();
    assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  private static void switchTo(boolean on) {
    Properties properties = new Properties();
    properties.setProperty("otel.instrumentation.executors.enabled", String.valueOf(on));
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    Engine.reconfigure(configuration);
  }

  @Test
  void newWorkGoesInNoContextAndWhatWasHandedOverGoesOn() throws Exception {
    long leaks = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
    CountDownLatch gate = new CountDownLatch(1);
    ThreadsEngine.Request request = engine.request();
    Future<Context> before;
    Future<Context> during;
    Future<Context> after;
    Thread thread;
    Context[] ofThread = new Context[1];
    try (request) {
      pool.execute(
          () -> {
            try {
              gate.await();
            } catch (InterruptedException stopped) {
              Thread.currentThread().interrupt();
            }
          });
      before = pool.submit(Context::current);
      switchTo(false);
      during = pool.submit(Context::current);
      assertThat(CompletableFuture.supplyAsync(Context::current).get()).isSameAs(Context.ROOT);
      thread = new Thread(() -> ofThread[0] = Context.current());
      thread.start();
      thread.join();
      switchTo(true);
      after = pool.submit(Context::current);
    }
    assertThat(ofThread[0]).isSameAs(Context.ROOT);
    assertThat(request.isComplete()).isFalse();
    gate.countDown();

    assertThat(before.get()).isSameAs(request.span);
    assertThat(during.get()).isSameAs(Context.ROOT);
    assertThat(after.get()).isSameAs(request.span);
    pool.submit(() -> {}).get();
    assertThat(request.isComplete()).isTrue();
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaks);
  }
}
