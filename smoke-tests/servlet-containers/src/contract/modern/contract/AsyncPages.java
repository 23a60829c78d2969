package contract;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.DispatcherType;
import javax.servlet.http.HttpServletResponse;

/** Pages that answer later. */
final class AsyncPages {
  static final Page COMPLETE =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        later(
            () -> {
              write(async, "later");
              async.complete();
            });
      };

  static final Page COMPLETE_INSIDE =
      (request, response) -> {
        AsyncContext async = request.startAsync(request, response);
        write(async, "at once");
        async.complete();
      };

  /** Completed by another thread while this one is still inside. */
  static final Page COMPLETE_FIRST =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        CountDownLatch completed = new CountDownLatch(1);
        later(
            () -> {
              write(async, "first");
              async.complete();
              completed.countDown();
            });
        completed.await();
      };

  static final Page DISPATCH =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        later(() -> async.dispatch("/async/target"));
      };

  static final Page DISPATCH_INSIDE =
      (request, response) -> request.startAsync(request, response).dispatch("/async/target");

  /** Goes round twice before it answers. */
  static final Page DISPATCH_TWICE =
      (request, response) -> {
        int round = request.getDispatcherType() == DispatcherType.ASYNC ? round(request) : 0;
        if (round < 2) {
          request.setAttribute("round", round + 1);
          AsyncContext async = request.startAsync();
          later(async::dispatch);
        } else {
          Work.on("async_target");
          response.getWriter().print("twice");
        }
      };

  static final Page TARGET =
      (request, response) -> {
        Work.on("async_target");
        response.getWriter().print("target");
      };

  static final Page START =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        async.start(
            () -> {
              Work.on("async_start");
              write(async, "started");
              async.complete();
            });
      };

  /** Nobody answers; the container does. */
  static final Page TIMEOUT =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        async.setTimeout(100);
      };

  static final Page TIMEOUT_HANDLED =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        async.setTimeout(100);
        async.addListener(new Unavailable(async));
      };

  static final Page THROW =
      (request, response) -> {
        request.startAsync();
        throw new IllegalStateException("no stock");
      };

  static final Page DISPATCH_TO_THROW =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        later(() -> async.dispatch("/throw"));
      };

  static final Page STATUS =
      (request, response) -> {
        AsyncContext async = request.startAsync();
        later(
            () -> {
              ((HttpServletResponse) async.getResponse()).setStatus(202);
              async.complete();
            });
      };

  private AsyncPages() {}

  private static int round(javax.servlet.ServletRequest request) {
    return (Integer) request.getAttribute("round");
  }

  private static void later(Runnable task) {
    new Thread(task, "later").start();
  }

  static void write(AsyncContext async, String text) {
    try {
      async.getResponse().getWriter().print(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static final class Unavailable implements AsyncListener {
    private final AsyncContext async;

    Unavailable(AsyncContext async) {
      this.async = async;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
      ((HttpServletResponse) async.getResponse()).setStatus(503);
      async.complete();
    }

    @Override
    public void onComplete(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
