package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** Kafka Streams, from 2.0 on: its tasks, and its threads that poll for them. */
public final class StreamsInstrumentation implements LibraryInstrumentation {
  private static final String INTERNALS = "org.apache.kafka.streams.processor.internals.";
  private static final String RESULT =
      "Lorg/apache/kafka/streams/processor/internals/StampedRecord;";

  public StreamsInstrumentation() {}

  @Override
  public String name() {
    return "kafka-streams";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types(INTERNALS + "StreamTask")
        .method("process", "()Z", StreamsAdvice.Process.class)
        .method("process", "(J)Z", StreamsAdvice.Process.class);
    targets
        .types(INTERNALS + "PartitionGroup")
        .method(
            "nextRecord",
            "(L" + path("PartitionGroup$RecordInfo") + ";)" + RESULT,
            StreamsAdvice.Next.class)
        .method(
            "nextRecord",
            "(L" + path("PartitionGroup$RecordInfo") + ";J)" + RESULT,
            StreamsAdvice.Next.class)
        .method(
            "nextRecord",
            "(L" + path("AbstractPartitionGroup$RecordInfo") + ";J)" + RESULT,
            StreamsAdvice.Next.class);
    targets
        .types(INTERNALS + "StreamThread")
        .method("runLoop", "()V", FrameworkAdvice.Polling.class)
        .method("runLoop", "()Z", FrameworkAdvice.Polling.class);
    targets
        .types(INTERNALS + "GlobalStreamThread")
        .method(
            "initialize",
            "()L" + path("GlobalStreamThread$StateConsumer") + ";",
            FrameworkAdvice.Polling.class);
    targets
        .types(INTERNALS + "GlobalStreamThread$StateConsumer")
        .method("pollAndUpdate", "()V", FrameworkAdvice.Polling.class);
    targets
        .types(INTERNALS + "DefaultStateUpdater$StateUpdaterThread")
        .method("runOnce", "()V", FrameworkAdvice.Polling.class);
  }

  private static String path(String type) {
    return INTERNALS.replace('.', '/') + type;
  }
}
