package com.zaxxer.hikari;

import io.obsagent.engine.trace.Context;

/** A thread class of a library. */
public final class AdderThread extends Thread {
  /** Null until it ran. */
  public volatile Context seen;

  @Override
  public void run() {
    seen = Context.current();
  }
}
