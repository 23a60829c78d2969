package io.obsagent.instrumentation.concurrent;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * The JDK's executors, threads and timers: work runs in the context of the thread that handed it
 * over.
 */
public final class ConcurrentInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "executors";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("java.util.concurrent.FutureTask")
        .state(FutureTaskAdvice.HANDOVER)
        .method("run", "()V", FutureTaskAdvice.Run.class)
        .method("cancel", "(Z)Z", FutureTaskAdvice.Cancel.class);
    targets
        .types("java.util.concurrent.ThreadPoolExecutor")
        .method("execute", "(Ljava/lang/Runnable;)V", ThreadPoolAdvice.Execute.class)
        .method("reject", "(Ljava/lang/Runnable;)V", ThreadPoolAdvice.Reject.class)
        .method("remove", "(Ljava/lang/Runnable;)Z", ThreadPoolAdvice.Remove.class)
        .method("addWorker", "(Ljava/lang/Runnable;Z)Z", ThreadAdvice.AddWorker.class)
        .method("shutdownNow", "()Ljava/util/List;", ThreadPoolAdvice.ShutdownNow.class);
    targets
        .subtypesOf("java.util.concurrent.ThreadPoolExecutor")
        .method(
            "beforeExecute",
            "(Ljava/lang/Thread;Ljava/lang/Runnable;)V",
            ThreadPoolAdvice.BeforeExecute.class)
        .method(
            "afterExecute",
            "(Ljava/lang/Runnable;Ljava/lang/Throwable;)V",
            ThreadPoolAdvice.AfterExecute.class);
    targets
        .types("java.util.concurrent.ScheduledThreadPoolExecutor")
        .method(
            "delayedExecute",
            "(Ljava/util/concurrent/RunnableScheduledFuture;)V",
            ScheduledPoolAdvice.DelayedExecute.class);
    describeCompletableFuture(targets);
    describeForkJoin(targets);
    describeThreads(targets);
    describeTimer(targets);
  }

  private static void describeForkJoin(Targets targets) {
    targets
        .types("java.util.concurrent.ForkJoinTask")
        .state(ForkJoinAdvice.CARRIED)
        .method("fork", "()Ljava/util/concurrent/ForkJoinTask;", ForkJoinAdvice.Fork.class)
        .method("doExec", "()I", ForkJoinAdvice.DoExec.class)
        .method("doExec", "()V", ForkJoinAdvice.DoExec.class) // since JDK 22
        .method("trySetCancelled", "()I", ForkJoinAdvice.Cancel.class)
        .method("cancel", "(Z)Z", ForkJoinAdvice.Cancel.class);
    targets
        .types("java.util.concurrent.ForkJoinPool")
        .method("execute", "(Ljava/lang/Runnable;)V", ForkJoinAdvice.Execute.class)
        .method(
            "externalSubmit",
            "(Ljava/util/concurrent/ForkJoinTask;)Ljava/util/concurrent/ForkJoinTask;",
            ForkJoinAdvice.Submit.class)
        .method(
            "poolSubmit",
            "(ZLjava/util/concurrent/ForkJoinTask;)Ljava/util/concurrent/ForkJoinTask;",
            ForkJoinAdvice.PoolSubmit.class)
        .method(
            "externalPush",
            "(Ljava/util/concurrent/ForkJoinTask;)V",
            ForkJoinAdvice.ExternalPush.class)
        .method(
            "scheduleDelayedTask",
            "(Ljava/util/concurrent/DelayScheduler$ScheduledForkJoinTask;)Ljava/util/concurrent/DelayScheduler$ScheduledForkJoinTask;",
            ForkJoinAdvice.Schedule.class)
        .method(
            "executeEnabledScheduledTask",
            "(Ljava/util/concurrent/DelayScheduler$ScheduledForkJoinTask;)V",
            ForkJoinAdvice.Due.class);
  }

  private static void describeThreads(Targets targets) {
    targets
        .types("java.lang.Thread")
        .method("start", "()V", ThreadAdvice.Start.class)
        .method("start", "(Ljdk/internal/vm/ThreadContainer;)V", ThreadAdvice.Start.class)
        .method("exit", "()V", ThreadAdvice.Exit.class);
    targets
        .types("java.lang.ThreadBuilders")
        .method(
            "newVirtualThread",
            "(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)Ljava/lang/Thread;",
            ThreadAdvice.NewVirtual.class);
  }

  private static void describeTimer(Targets targets) {
    targets
        .types("java.util.Timer")
        .method("sched", "(Ljava/util/TimerTask;JJ)V", TimerAdvice.Schedule.class);
    targets
        .types("java.util.TimerTask")
        .state(TimerAdvice.CARRIED)
        .method("cancel", "()Z", TimerAdvice.Cancel.class);
    targets
        .types("java.util.TaskQueue")
        .state(TimerAdvice.RUNNING)
        .method("removeMin", "()V", TimerAdvice.RemoveMin.class)
        .method("isEmpty", "()Z", TimerAdvice.IsEmpty.class)
        .method("clear", "()V", TimerAdvice.Clear.class);
    targets.types("java.util.TimerThread").method("mainLoop", "()V", TimerAdvice.MainLoop.class);
  }

  private static void describeCompletableFuture(Targets targets) {
    targets
        .types("java.util.concurrent.CompletableFuture")
        .method(
            "asyncSupplyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Supplier;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.SupplyAsync.class)
        .method(
            "asyncRunStage",
            "(Ljava/util/concurrent/Executor;Ljava/lang/Runnable;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.RunAsync.class)
        .method(
            "uniApplyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Function;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenFunction.class)
        .method(
            "uniComposeStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Function;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenFunction.class)
        .method(
            "uniExceptionallyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Function;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenFunction.class)
        .method(
            "uniComposeExceptionallyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Function;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenFunction.class)
        .method(
            "uniAcceptStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/Consumer;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenConsumer.class)
        .method(
            "uniRunStage",
            "(Ljava/util/concurrent/Executor;Ljava/lang/Runnable;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenRunnable.class)
        .method(
            "uniHandleStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/BiFunction;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenBiFunction.class)
        .method(
            "uniWhenCompleteStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/function/BiConsumer;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.ThenBiConsumer.class)
        .method(
            "biApplyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/util/function/BiFunction;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.BothBiFunction.class)
        .method(
            "biAcceptStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/util/function/BiConsumer;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.BothBiConsumer.class)
        .method(
            "biRunStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/lang/Runnable;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.BothRunnable.class)
        .method(
            "orApplyStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/util/function/Function;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.EitherFunction.class)
        .method(
            "orAcceptStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/util/function/Consumer;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.EitherConsumer.class)
        .method(
            "orRunStage",
            "(Ljava/util/concurrent/Executor;Ljava/util/concurrent/CompletionStage;Ljava/lang/Runnable;)Ljava/util/concurrent/CompletableFuture;",
            CompletableFutureAdvice.BothRunnable.class);
  }
}
