package org.apache.kafka.connect.runtime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.storage.SimpleHeaderConverter;

/**
 * Stands in for Connect's worker, which needs a whole cluster of its own around it: the same
 * method, which polls, copies, converts the headers as a worker does that was told nothing else,
 * and calls the task, also with nothing. That the real one has this method is checked with all
 * library versions.
 */
public class WorkerSinkTask {
  private final Consumer<String, String> consumer;
  private final SinkTask task;

  public WorkerSinkTask(Consumer<String, String> consumer, SinkTask task) {
    this.consumer = consumer;
    this.task = task;
  }

  /** One turn; returns how many records there were. */
  public int turn() {
    delivered = 0;
    poll(100);
    return delivered;
  }

  private int delivered;

  protected void poll(long timeoutMs) {
    ConsumerRecords<String, String> records = consumer.poll(Duration.ofMillis(timeoutMs));
    List<SinkRecord> batch = new ArrayList<>();
    SimpleHeaderConverter converter = new SimpleHeaderConverter();
    for (TopicPartition partition : records.partitions()) {
      for (ConsumerRecord<String, String> each : records.records(partition)) {
        ConnectHeaders headers = new ConnectHeaders();
        for (Header header : each.headers()) {
          headers.add(
              header.key(), converter.toConnectHeader(each.topic(), header.key(), header.value()));
        }
        batch.add(
            new SinkRecord(
                each.topic(),
                each.partition(),
                null,
                each.key(),
                null,
                each.value(),
                each.offset(),
                each.timestamp(),
                TimestampType.CREATE_TIME,
                headers));
      }
    }
    task.put(batch);
    delivered = batch.size();
  }
}
