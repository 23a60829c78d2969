package io.obsagent.instrumentation.kafka;

/**
 * The record a Streams task is processing: what takes it from the task's buffer is inside the
 * method that processes it. Confined to the calling thread. Cost: one thread-local look-up at each
 * of the two.
 */
public final class StreamsRecords {
  private static final ThreadLocal<StreamsRecords> OF_THREAD = new OfThread();

  private boolean processing;
  private Delivery delivery;

  private StreamsRecords() {}

  /**
   * A task begins to process.
   *
   * @return whether to {@link #end} it; false where the thread is processing already
   */
  public static boolean begin() {
    StreamsRecords thread = OF_THREAD.get();
    if (thread.processing) {
      return false;
    }
    thread.processing = true;
    return true;
  }

  /** Whether the calling thread is processing, and has no record yet. */
  public static boolean isWaiting() {
    StreamsRecords thread = OF_THREAD.get();
    return thread.processing && thread.delivery == null;
  }

  /**
   * A record was taken to be processed.
   *
   * @param delivery may be null
   */
  public static void taken(Delivery delivery) {
    OF_THREAD.get().delivery = delivery;
  }

  /** The task is done with it, if there was one. */
  public static void end(Throwable thrown) {
    StreamsRecords thread = OF_THREAD.get();
    Delivery last = thread.delivery;
    thread.processing = false;
    thread.delivery = null;
    if (last != null) {
      last.end(thrown);
    }
  }

  private static final class OfThread extends ThreadLocal<StreamsRecords> {
    @Override
    protected StreamsRecords initialValue() {
      return new StreamsRecords();
    }
  }
}
