package com.zaxxer.hikari;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Named as the pool in which HikariCP opens connections. */
public final class AdderPool extends ThreadPoolExecutor {
  public AdderPool() {
    super(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new Factory());
  }

  private static final class Factory implements ThreadFactory {
    @Override
    public Thread newThread(Runnable body) {
      return new Thread(body, "adder");
    }
  }
}
