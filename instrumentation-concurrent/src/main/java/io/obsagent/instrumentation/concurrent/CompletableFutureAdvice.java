package io.obsagent.instrumentation.concurrent;

import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code CompletableFuture}: the private methods behind its {@code ...Async}
 * ones. Each keeps the application's function in an object of its own, which nobody sees, so the
 * function may go in with its context around it; then it is right on every executor.
 *
 * <p>A stage without an executor runs wherever its predecessor completes, in that context.
 */
public final class CompletableFutureAdvice {
  private CompletableFutureAdvice() {}

  /** {@code asyncSupplyStage(Executor, Supplier)}. */
  public static final class SupplyAsync {
    private SupplyAsync() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Supplier<?> enter(@Advice.Argument(1) Supplier<?> function) {
      Handover handover = function == null ? null : Handover.ofCurrent();
      return handover == null ? null : new CarriedFunctions.OfSupplier<>(function, handover);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object carried, @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && carried != null) {
        ((CarriedFunctions.OfSupplier<?>) carried).drop();
      }
    }
  }

  /** {@code asyncRunStage(Executor, Runnable)}. */
  public static final class RunAsync {
    private RunAsync() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Runnable enter(@Advice.Argument(1) Runnable function) {
      Handover handover = function == null ? null : Handover.ofCurrent();
      return handover == null ? null : new CarriedTask(function, handover);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object carried, @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (thrown != null && carried != null) {
        ((CarriedTask) carried).handover.drop();
      }
    }
  }

  /**
   * What waits for one earlier stage, or two, and may never run: the trace does not wait for it.
   */
  private static Handover ofStage(Object executor, Object function) {
    return executor == null || function == null ? null : Handover.withoutWaiting();
  }

  /** Stages that end in a {@code Function}. */
  public static final class ThenFunction {
    private ThenFunction() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Function<?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(1) Function<?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfFunction<>(function, handover);
    }
  }

  /** Stages that end in a {@code Consumer}. */
  public static final class ThenConsumer {
    private ThenConsumer() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Consumer<?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(1) Consumer<?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfConsumer<>(function, handover);
    }
  }

  /** Stages that end in a {@code Runnable}. */
  public static final class ThenRunnable {
    private ThenRunnable() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static Runnable enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(1) Runnable function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedTask(function, handover);
    }
  }

  /** Stages that end in a {@code BiFunction}. */
  public static final class ThenBiFunction {
    private ThenBiFunction() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static BiFunction<?, ?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(1) BiFunction<?, ?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfBiFunction<>(function, handover);
    }
  }

  /** Stages that end in a {@code BiConsumer}. */
  public static final class ThenBiConsumer {
    private ThenBiConsumer() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(1))
    public static BiConsumer<?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(1) BiConsumer<?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfBiConsumer<>(function, handover);
    }
  }

  /** Stages that end in two stages and a {@code BiFunction}. */
  public static final class BothBiFunction {
    private BothBiFunction() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
    public static BiFunction<?, ?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(2) BiFunction<?, ?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfBiFunction<>(function, handover);
    }
  }

  /** Stages that end in two stages and a {@code BiConsumer}. */
  public static final class BothBiConsumer {
    private BothBiConsumer() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
    public static BiConsumer<?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(2) BiConsumer<?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfBiConsumer<>(function, handover);
    }
  }

  /** Stages that end in two stages and a {@code Runnable}. */
  public static final class BothRunnable {
    private BothRunnable() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
    public static Runnable enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(2) Runnable function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedTask(function, handover);
    }
  }

  /** Stages that end in two stages and a {@code Function}. */
  public static final class EitherFunction {
    private EitherFunction() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
    public static Function<?, ?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(2) Function<?, ?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfFunction<>(function, handover);
    }
  }

  /** Stages that end in two stages and a {@code Consumer}. */
  public static final class EitherConsumer {
    private EitherConsumer() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(2))
    public static Consumer<?> enter(
        @Advice.Argument(0) Executor executor, @Advice.Argument(2) Consumer<?> function) {
      Handover handover = ofStage(executor, function);
      return handover == null ? null : new CarriedFunctions.OfConsumer<>(function, handover);
    }
  }
}
