package io.obsagent.instrumentation.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * The lags among the metrics of a {@code KafkaConsumer}. {@code metrics()} may be called by any
 * thread, unlike the rest of a consumer: it is a view of a concurrent map.
 */
final class ClientLagAdapter extends LagAdapter {
  static final LagAdapter INSTANCE = new ClientLagAdapter();

  private ClientLagAdapter() {}

  @Override
  public void read(Object consumer, LagReading to) {
    for (Map.Entry<MetricName, ? extends Metric> each :
        ((KafkaConsumer<?, ?>) consumer).metrics().entrySet()) {
      MetricName name = each.getKey();
      if (name.name().equals("records-lag")) {
        String topic = name.tags().get("topic");
        String partition = name.tags().get("partition");
        Object value = each.getValue().metricValue();
        if (topic != null && partition != null && value instanceof Number) {
          to.lag(topic, partition, ((Number) value).doubleValue());
        }
      }
    }
  }
}
