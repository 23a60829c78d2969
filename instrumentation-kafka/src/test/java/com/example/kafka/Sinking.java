package com.example.kafka;

import com.example.kafka.api.Probe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.connect.runtime.WorkerSinkTask;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Sink tasks of Connect. */
public class Sinking extends Application {
  public Sinking(String servers, Probe probe) {
    super(servers, probe);
  }

  /** Forwards to what is below it, as many do. */
  private class Writing extends SinkTask {
    final List<String> seen = new ArrayList<>();

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> settings) {}

    @Override
    public void put(Collection<SinkRecord> records) {
      if (records.isEmpty()) {
        seen.add("empty " + probe.traceId());
        return;
      }
      seen.add("put " + records.size() + " " + probe.traceId());
      for (SinkRecord each : records) {
        probe.work("write " + each.value());
      }
    }

    @Override
    public void stop() {}
  }

  private final class Checking extends Writing {
    private final boolean failing;

    Checking(boolean failing) {
      this.failing = failing;
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      super.put(records);
      if (failing && !records.isEmpty()) {
        throw new IllegalStateException("disk full");
      }
    }
  }

  public Object sink(String topic) throws Exception {
    sendEach(topic, "a", "b", "c");
    Checking task = new Checking(false);
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      WorkerSinkTask worker = new WorkerSinkTask(consumer, task);
      int count = 0;
      while (count < 3) {
        count += worker.turn();
      }
      worker.turn();
    }
    return task.seen;
  }

  public Object failing(String topic) throws Exception {
    sendEach(topic, "a");
    try (KafkaConsumer<String, String> consumer = consumer(topic)) {
      WorkerSinkTask worker = new WorkerSinkTask(consumer, new Checking(true));
      while (true) {
        worker.turn();
      }
    } catch (IllegalStateException expected) {
      return expected.getMessage() + " " + probe.traceId();
    }
  }
}
