package io.obsagent.instrumentation.concurrent;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** The JDK's executors: submitted work runs in the context of the thread that submitted it. */
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
