package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The sink tasks of Kafka Connect, and the worker that polls for them. */
public final class ConnectInstrumentation implements LibraryInstrumentation {
  public ConnectInstrumentation() {}

  @Override
  public String name() {
    return "kafka-connect";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.kafka.connect.runtime.WorkerSinkTask")
        .method("poll", "(J)V", FrameworkAdvice.Polling.class);
    targets
        .subtypesOf("org.apache.kafka.connect.sink.SinkTask")
        .method("put", "(Ljava/util/Collection;)V", SinkTaskAdvice.Put.class);
  }
}
