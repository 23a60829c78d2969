package com.example.library;

import java.util.TimerTask;

/** Tasks of a timer, and what only looks like them. */
public final class Tasks {
  private Tasks() {}

  /** Names the type after {@code extends}. */
  public static class Direct extends TimerTask {
    @Override
    public void run() {}
  }

  /** Inherits the method. */
  public static final class Below extends Direct {}

  /** Declares the method, but names another type. */
  public static final class Overriding extends Direct {
    @Override
    public void run() {}
  }

  /** A class that nobody can use. */
  public static final class Broken extends TimerTask {
    static final int NUMBER = Integer.parseInt("no number");

    @Override
    public void run() {}
  }

  /** Names the type, but is none. */
  public static final class Naming implements Runnable {
    /** In the constant pool for everyone to see. */
    public TimerTask task;

    @Override
    public void run() {}

    @Override
    public String toString() {
      return String.valueOf(task instanceof TimerTask);
    }
  }
}
