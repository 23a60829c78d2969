package io.obsagent.instrumentation.concurrent;

/**
 * A lambda given to {@code ThreadPoolExecutor.execute}, with its context. A lambda that captures
 * nothing is one object for all requests, so the context cannot hang on it; and nobody can cast it
 * or compare it to more than its interface says, so it may travel in a wrapper. The application
 * meets the wrapper only where it looks into the pool's queue.
 */
final class CarriedTask implements Runnable {
  final Runnable task;
  final Handover handover;

  CarriedTask(Runnable task, Handover handover) {
    this.task = task;
    this.handover = handover;
  }

  @Override
  public void run() {
    if (!handover.begin()) {
      task.run();
      return;
    }
    try {
      task.run();
    } finally {
      handover.end();
    }
  }

  @Override
  public String toString() {
    return task.toString();
  }

  /**
   * Stands for a lambda in {@code Queue.remove(Object)}: equal to the lambda and to what carries
   * it.
   */
  static final class Sought implements Runnable {
    private final Runnable task;

    /** The one that was met, which is then the one that was removed. */
    private CarriedTask found;

    Sought(Runnable task) {
      this.task = task;
    }

    void dropFound() {
      if (found != null) {
        found.handover.drop();
      }
    }

    @Override
    public void run() {
      task.run();
    }

    @Override
    @SuppressWarnings({"EqualsHashCode", "EqualsUnsafeCast"}) // asked by queues, which do not hash
    public boolean equals(Object other) {
      if (other instanceof CarriedTask && ((CarriedTask) other).task == task) {
        found = (CarriedTask) other;
        return true;
      }
      return other == task;
    }
  }
}
