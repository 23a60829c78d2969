package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import java.lang.ref.WeakReference;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which consumers are asked, and what is told of them. */
class ConsumerLagsTest {
  private final ConsumerLags lags = new ConsumerLags();
  private final Asked adapter = new Asked();

  @BeforeEach
  void settings() {
    KafkaEngine.install("obs.exclude.topics", "secret*");
  }

  /** Its consumers are arrays: topic and lag. */
  private static final class Asked extends LagAdapter {
    int times;

    @Override
    public void read(Object consumer, LagReading to) {
      times++;
      Object[] said = (Object[]) consumer;
      to.lag((String) said[0], "0", (Double) said[1]);
    }
  }

  private Object watched(String topic, double lag) {
    Object consumer = new Object[] {topic, lag};
    lags.watch(new ConsumerLag(consumer, "g", adapter));
    return consumer;
  }

  private Map<String, Object> read() {
    Map<String, Object> told = new TreeMap<>();
    lags.observe(
        new Observation() {
          @Override
          public void set(long value, Object... values) {
            assertThat(told.put(Arrays.toString(values), value)).as("said twice").isNull();
          }

          @Override
          public void set(double value, Object... values) {
            throw new AssertionError();
          }
        });
    return told;
  }

  @Test
  void aConsumerIsAskedWhenItIsReadAndNotWhenItIsClosed() {
    Object consumer = watched("orders", 5);
    assertThat(adapter.times).isZero();
    assertThat(read()).containsExactly(Map.entry("[g, orders, 0]", 5L));
    assertThat(adapter.times).isEqualTo(1);
    lags.forget(consumer);
    assertThat(read()).isEmpty();
    assertThat(adapter.times).isEqualTo(1);
  }

  @Test
  void aConsumerThatIsCollectedIsGone() {
    WeakReference<Object> consumer = new WeakReference<>(watched("orders", 5));
    Object other = watched("parcels", 6);
    while (consumer.get() != null) {
      System.gc();
    }
    assertThat(read()).containsExactly(Map.entry("[g, parcels, 0]", 6L));
    assertThat(other).isNotNull();
  }

  @Test
  void ofTwoThatKnowAPartitionTheLargerLagIsTold() {
    Object[] both = {watched("orders", 5), watched("orders", 7), watched("orders", 6)};
    assertThat(read()).containsExactly(Map.entry("[g, orders, 0]", 7L));
    assertThat(both).hasSize(3);
  }

  @Test
  void whatIsNoNumberAndWhatIsExcludedIsNotTold() {
    Object[] all = {
      watched("nan", Double.NaN),
      watched("endless", Double.POSITIVE_INFINITY),
      watched("none", -1),
      watched("secret", 1)
    };
    assertThat(read()).isEmpty();
    assertThat(adapter.times).isEqualTo(all.length);
  }

  @Test
  void oneThatCannotBeReadIsCountedAndHidesNoOther() {
    Object broken = new Object[0];
    lags.watch(new ConsumerLag(broken, "g", adapter));
    Object consumer = watched("orders", 5);
    long faults = AgentHealth.get(Metrics.OBSERVATION_FAULTS);
    assertThat(read()).containsExactly(Map.entry("[g, orders, 0]", 5L));
    assertThat(AgentHealth.get(Metrics.OBSERVATION_FAULTS)).isEqualTo(faults + 1);
    assertThat(new Object[] {broken, consumer}).hasSize(2);
  }

  @Test
  void aTopicWithDotsHasItsOwnName() {
    ConsumerLag lag = new ConsumerLag(this, null, adapter);
    lag.saw("shop.orders_new");
    lag.saw("shop.orders_new");
    lag.saw("plain");
    lag.saw("a.b");
    assertThat(lag.topicCalled("shop_orders_new")).isEqualTo("shop.orders_new");
    assertThat(lag.topicCalled("shop.orders_new")).isEqualTo("shop.orders_new");
    assertThat(lag.topicCalled("a_b")).isEqualTo("a.b");
    assertThat(lag.topicCalled("shop_orders")).isEqualTo("shop_orders");
  }
}
