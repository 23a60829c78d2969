package io.obsagent.instrumentation.kafka;

import java.util.Spliterator;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code java.util.Spliterators}. Cost for all but our iterators: one type
 * check.
 */
public final class RecordStreamsAdvice {
  private RecordStreamsAdvice() {}

  /** {@code spliteratorUnknownSize(Iterator, int)}. */
  public static final class OfUnknownSize {
    private OfUnknownSize() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Spliterator<?> exit(
        @Advice.Argument(0) Object iterator,
        @Advice.Argument(1) int characteristics,
        @Advice.Return Spliterator<?> made) {
      return iterator instanceof StreamedIterator
          ? ((StreamedIterator) iterator).split(characteristics)
          : made;
    }
  }

  /** {@code spliterator(Iterator, long, int)}. */
  public static final class OfSize {
    private OfSize() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Spliterator<?> exit(
        @Advice.Argument(0) Object iterator,
        @Advice.Argument(1) long size,
        @Advice.Argument(2) int characteristics,
        @Advice.Return Spliterator<?> made) {
      return iterator instanceof StreamedIterator
          ? ((StreamedIterator) iterator).split(size, characteristics)
          : made;
    }
  }
}
