package io.obsagent.instrumentation.kafka;

/**
 * Tells the polls of a framework from those of an application. A framework iterates over what it
 * polled in order to copy, convert or sort it; there the span belongs to its call of the
 * application ({@link Delivery}). So an instrumentation of a framework surrounds the method that
 * polls:
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

  /** Of the last consumer with a group; those without one restore a framework's own state. */
  private ClientFacts poller = ClientFacts.UNKNOWN;

  private FrameworkPolls() {}

  /** The calling thread goes into the code of a framework that polls. */
  public static void begin() {
    OF_THREAD.get().depth++;
  }

  /** It leaves it; for each {@link #begin}. */
  public static void end() {
    OF_THREAD.get().depth--;
  }

  /** Whether the calling thread is in the code of a framework, and not in that of its user. */
  public static boolean isUnderWay() {
    return OF_THREAD.get().depth > 0;
  }

  /** Who has polled last for the framework the calling thread is in. */
  public static ClientFacts poller() {
    return OF_THREAD.get().poller;
  }

  /**
   * A consumer has polled.
   *
   * @return whether it did so for a framework
   */
  static boolean polled(ClientFacts facts) {
    FrameworkPolls thread = OF_THREAD.get();
    if (thread.depth == 0) {
      return false;
    }
    if (facts.group != null) {
      thread.poller = facts;
    }
    return true;
  }

  /** The framework calls the application, whose own polls are its own. */
  static int leave() {
    FrameworkPolls thread = OF_THREAD.get();
    int depth = thread.depth;
    thread.depth = 0;
    return depth;
  }

  /** The application returns; with what {@link #leave} said. */
  static void reenter(int depth) {
    OF_THREAD.get().depth = depth;
  }

  private static final class OfThread extends ThreadLocal<FrameworkPolls> {
    @Override
    protected FrameworkPolls initialValue() {
      return new FrameworkPolls();
    }
  }
}
