package io.obsagent.instrumentation.httpclient.jdk;

import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.httpclient.HttpClientCall;
import io.obsagent.instrumentation.httpclient.HttpClientRecorder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import net.bytebuddy.asm.Advice;

/**
 * What is woven into {@code jdk.internal.net.http.HttpClientImpl}. The span is not made current:
 * body handlers, publishers and authenticators are the application's and run as it left them.
 */
public final class JdkHttpClientAdvice {
  private JdkHttpClientAdvice() {}

  /** The call and the request that stands in; null where the client is to be left alone. */
  private static Object[] begin(HttpRequest request) {
    if (request == null || WebSocketHandshake.is(request)) {
      return null;
    }
    HttpClientCall call =
        HttpClientRecorder.begin(JdkHttpClientAdapter.INSTANCE, request, 0, System.nanoTime());
    if (call == null) {
      return null;
    }
    HttpRequest traced = null;
    try {
      traced = TracedRequest.of(request, call);
    } finally {
      if (traced == null) {
        // A request of the application's own making would not be asked; nobody else ends the call.
        HttpClientRecorder.cancel(call);
      }
    }
    return new Object[] {traced, call, request};
  }

  private static void end(Object[] sent, HttpResponse<?> response, Throwable thrown) {
    HttpClientRecorder.end(
        (HttpClientCall) sent[1],
        JdkHttpClientAdapter.INSTANCE,
        (HttpRequest) sent[2],
        response,
        thrown);
  }

  /** {@code send(HttpRequest, BodyHandler)}. */
  public static final class Send {
    private Send() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0))
    public static Object[] enter(@Advice.Argument(0) Object request) {
      return begin((HttpRequest) request);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter Object[] sent,
        @Advice.Return Object response,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (sent != null) {
        end(sent, (HttpResponse<?>) response, thrown);
      }
    }
  }

  /** {@code sendAsync(HttpRequest, BodyHandler, PushPromiseHandler)}. */
  public static final class SendAsync {
    private SendAsync() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(
        @Advice.AssignReturned.ToArguments.ToArgument(value = 0, index = 0))
    public static Object[] enter(@Advice.Argument(0) Object request) {
      return begin((HttpRequest) request);
    }

    @Advice.OnMethodExit(inline = false, onThrowable = Throwable.class)
    @Advice.AssignReturned.ToReturned
    public static CompletableFuture<?> exit(
        @Advice.Enter Object[] sent,
        @Advice.Return CompletableFuture<?> returned,
        @Advice.Thrown(readOnly = true) Throwable thrown) {
      if (sent == null) {
        return returned;
      }
      if (thrown != null || returned == null) {
        end(sent, null, thrown);
        return returned;
      }
      return shown(sent, returned);
    }

    /**
     * The future that the application gets: of the same kind, so that cancelling it cancels the
     * exchange where it did so before. Its dependants run after the span has ended.
     */
    private static <T> CompletableFuture<T> shown(Object[] sent, CompletableFuture<T> returned) {
      CompletableFuture<T> shown = returned.newIncompleteFuture();
      returned.whenComplete(new Completion<T>(sent, shown));
      return shown;
    }
  }

  private static final class Completion<T> implements BiConsumer<T, Throwable> {
    private final Object[] sent;
    private final CompletableFuture<T> shown;

    Completion(Object[] sent, CompletableFuture<T> shown) {
      this.sent = sent;
      this.shown = shown;
    }

    @Override
    public void accept(T response, Throwable thrown) {
      try {
        if (shown.isCancelled()) {
          HttpClientRecorder.cancel((HttpClientCall) sent[1]);
        } else {
          end(sent, (HttpResponse<?>) response, thrown);
        }
      } finally {
        Context caller = ((HttpClientCall) sent[1]).caller();
        Context before = caller.makeCurrent();
        if (thrown == null) {
          shown.complete(response);
        } else {
          shown.completeExceptionally(
              thrown instanceof CompletionException ? thrown : new CompletionException(thrown));
        }
        caller.restore(before);
      }
    }
  }
}
