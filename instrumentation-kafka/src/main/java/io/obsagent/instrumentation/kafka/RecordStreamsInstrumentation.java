package io.obsagent.instrumentation.kafka;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Streams of a whole {@code ConsumerRecords}, which has no spliterator of its own: the JDK makes
 * one of its iterator. For a parallel stream that copies records, one after the other, before
 * anybody handles them, so the iterator alone cannot tell what belongs to which record.
 */
public final class RecordStreamsInstrumentation implements LibraryInstrumentation {
  public RecordStreamsInstrumentation() {}

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.Spliterators")
        .method(
            "spliteratorUnknownSize",
            "(Ljava/util/Iterator;I)Ljava/util/Spliterator;",
            RecordStreamsAdvice.OfUnknownSize.class)
        .method(
            "spliterator",
            "(Ljava/util/Iterator;JI)Ljava/util/Spliterator;",
            RecordStreamsAdvice.OfSize.class);
  }
}
