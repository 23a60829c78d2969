package com.zaxxer.hikari;

import io.obsagent.engine.trace.Context;
import java.util.TimerTask;
import java.util.concurrent.CountDownLatch;

/** Work of a library's own, whatever carries it. */
public final class Housekeeping extends TimerTask {
  public final CountDownLatch ran = new CountDownLatch(1);

  /** Null until it ran. */
  public volatile Context seen;

  @Override
  public void run() {
    seen = Context.current();
    ran.countDown();
  }
}
