package com.example;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A pool of an application, which looks at its tasks; outside our packages, which are not woven.
 */
public final class HookedPool extends ThreadPoolExecutor {
  public final List<Runnable> before = new ArrayList<>();
  public final List<Runnable> after = new ArrayList<>();

  public HookedPool() {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
  }

  @Override
  protected void beforeExecute(Thread thread, Runnable task) {
    before.add(task);
  }

  @Override
  protected void afterExecute(Runnable task, Throwable thrown) {
    after.add(task);
  }
}
