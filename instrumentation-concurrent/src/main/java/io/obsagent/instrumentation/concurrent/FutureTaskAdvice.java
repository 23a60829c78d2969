package io.obsagent.instrumentation.concurrent;

import io.obsagent.weaving.ForeignState;
import java.util.concurrent.FutureTask;
import net.bytebuddy.asm.Advice;

/** What is woven into {@code FutureTask}, which a pool creates once per submission. */
public final class FutureTaskAdvice {
  static final String HANDOVER = "concurrent.handover";

  private static final ForeignState<Handover> HANDOVERS = ForeignState.named(HANDOVER);

  private FutureTaskAdvice() {}

  /** The task was submitted by the calling thread; false when it carries a context already. */
  static boolean submitted(FutureTask<?> task, Handover handover) {
    if (HANDOVERS.get(task) != null) {
      return false;
    }
    HANDOVERS.set(task, handover);
    return true;
  }

  static boolean isCarrying(FutureTask<?> task) {
    return HANDOVERS.get(task) != null;
  }

  /** The task will not run. */
  static void drop(FutureTask<?> task) {
    Handover handover = HANDOVERS.get(task);
    if (handover != null) {
      HANDOVERS.set(task, null);
      handover.drop();
    }
  }

  /** {@code run()}; periodic tasks run by {@code runAndReset()}, which is left alone. */
  public static final class Run {
    private Run() {}

    @Advice.OnMethodEnter(inline = false)
    public static Object enter(@Advice.This Object task) {
      Handover handover = HANDOVERS.get(task);
      if (handover == null) {
        return null;
      }
      HANDOVERS.set(task, null);
      return handover.begin() ? handover : null;
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter Object handover) {
      if (handover != null) {
        ((Handover) handover).end();
      }
    }
  }

  /** {@code cancel(boolean)}. */
  public static final class Cancel {
    private Cancel() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.This Object task) {
      // Cancelled, done or running: in each case nothing needs to wait for its start any more.
      drop((FutureTask<?>) task);
    }
  }
}
