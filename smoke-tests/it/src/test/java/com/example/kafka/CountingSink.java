package com.example.kafka;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * A connector that says what its task is given, and ends the worker when that is all it waits for
 * and then, a few times, nothing.
 */
public final class CountingSink extends SinkConnector {
  private static final String EXPECTED = "expected.records";
  private static final int IDLE = 3;

  private Map<String, String> settings;

  @Override
  public String version() {
    return "1";
  }

  @Override
  public ConfigDef config() {
    return new ConfigDef()
        .define(EXPECTED, ConfigDef.Type.INT, ConfigDef.Importance.HIGH, "records to wait for");
  }

  @Override
  public void start(Map<String, String> given) {
    settings = given;
  }

  @Override
  public Class<? extends Task> taskClass() {
    return Counting.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int most) {
    return List.of(settings);
  }

  @Override
  public void stop() {}

  /** The task. */
  public static final class Counting extends SinkTask {
    private int missing;
    private int idle;

    @Override
    public String version() {
      return "1";
    }

    @Override
    public void start(Map<String, String> settings) {
      missing = Integer.parseInt(settings.get(EXPECTED));
    }

    @Override
    public void put(Collection<SinkRecord> records) {
      System.out.println(records.isEmpty() ? "idle" : "put " + records.size());
      missing -= records.size();
      if (missing == 0 && records.isEmpty() && ++idle == IDLE) {
        // Not here: the worker waits for its tasks when it ends.
        new Thread(() -> System.exit(0), "enough").start();
      }
    }

    @Override
    public void stop() {}
  }
}
