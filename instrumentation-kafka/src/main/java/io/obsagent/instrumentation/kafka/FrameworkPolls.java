package io.obsagent.instrumentation.kafka;

/**
 * Tells the polls of a framework from those of an application. A framework iterates over what it
 * polled in order to copy, convert or sort it; there the span belongs to its call of the
 * application. So an instrumentation of a framework surrounds the method that polls:
 *
 * <pre>{@code
 * enter: FrameworkPolls.begin();
 * exit, also on throw: FrameworkPolls.end();
 * }</pre>
 *
 * and the records polled in between make no spans when they are iterated over, whoever does that,
 * on whatever thread: the mark is on the {@code ConsumerRecords}. It still says who polled them
 * ({@link KafkaRecorder#polled}).
 *
 * <p>Confined to the calling thread; nests. Cost: one thread-local look-up.
 */
public final class FrameworkPolls {
  private static final ThreadLocal<FrameworkPolls> OF_THREAD = new OfThread();

  private int depth;

  private FrameworkPolls() {}

  /** The calling thread goes into the code of a framework that polls. */
  public static void begin() {
    OF_THREAD.get().depth++;
  }

  /** It leaves it; for each {@link #begin}. */
  public static void end() {
    OF_THREAD.get().depth--;
  }

  static boolean isUnderWay() {
    return OF_THREAD.get().depth > 0;
  }

  private static final class OfThread extends ThreadLocal<FrameworkPolls> {
    @Override
    protected FrameworkPolls initialValue() {
      return new FrameworkPolls();
    }
  }
}
