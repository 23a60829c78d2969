package io.obsagent.engine.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ThreadInheritanceTest {
  @AfterEach
  void inheritNothing() {
    Context.inheritBy(null);
  }

  private static Context firstContextOfANewThread() throws InterruptedException {
    AtomicReference<Context> seen = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              Context.current();
              seen.set(Context.current());
            });
    thread.start();
    thread.join();
    return seen.get();
  }

  @Test
  void aThreadBeginsWithWhatItInheritsAndIsAskedOnce() throws Exception {
    Context inherited = Context.remote(1, 2, 3, Context.SAMPLED, null, null);
    AtomicInteger asked = new AtomicInteger();
    Context.inheritBy(
        thread -> {
          assertThat(thread).isSameAs(Thread.currentThread());
          asked.incrementAndGet();
          return inherited;
        });
    assertThat(firstContextOfANewThread()).isSameAs(inherited);
    assertThat(asked).hasValue(1);
    Context.inheritBy(thread -> null);
    assertThat(firstContextOfANewThread()).isSameAs(Context.ROOT);
  }

  @Test
  void whoFailsToAnswerIsCountedAndNothingIsInherited() throws Exception {
    long faults = AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS);
    Context.inheritBy(
        thread -> {
          throw new IllegalStateException("as planned");
        });
    assertThat(firstContextOfANewThread()).isSameAs(Context.ROOT);
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).isEqualTo(faults + 1);
  }
}
