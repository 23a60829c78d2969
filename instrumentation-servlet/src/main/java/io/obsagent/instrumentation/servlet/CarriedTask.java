package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.trace.Context;

/** A task that runs in the context it was given with. */
final class CarriedTask implements Runnable {
  private final Runnable task;
  private final Context context;

  CarriedTask(Runnable task, Context context) {
    this.task = task;
    this.context = context;
  }

  @Override
  public void run() {
    Context before = context.makeCurrent();
    try {
      task.run();
    } finally {
      context.restore(before);
    }
  }
}
