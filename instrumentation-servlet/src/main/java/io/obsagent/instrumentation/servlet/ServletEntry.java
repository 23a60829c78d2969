package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.semantics.http.UrlRedaction;
import io.obsagent.engine.trace.Context;
import io.obsagent.weaving.ForeignState;

/**
 * When a request begins, goes on and ends. The outermost filter or servlet opens the span; what is
 * called inside, forwarded to or included, on this thread or another, belongs to it; an
 * asynchronous request keeps it open until the container says that it is complete.
 *
 * <p>Cost inside an open request: the walk down the wrappers and one read of foreign state.
 */
public final class ServletEntry {
  private static final ForeignState<ServerCall> CALL = ForeignState.named("servlet.call");
  private static final ForeignState<ServletMappings> MAPPINGS =
      ForeignState.named("servlet.mappings");

  private ServletEntry() {}

  private static ServerCall callOf(Object base) {
    ServerCall call = CALL.get(base);
    return call == ServerCall.OVER ? null : call;
  }

  /**
   * A container is done with a request, and with what is remembered of it.
   *
   * @param base the container's own
   * @return whether a filter or servlet was reached
   */
  public static boolean leaveContainer(Object base) {
    boolean reached = CALL.get(base) != null;
    if (reached) {
      CALL.set(base, null);
    }
    return reached;
  }

  /**
   * A filter is about to run.
   *
   * @return for {@link #exit}; null if there is nothing to do there
   */
  public static <Q, R> Object enterFilter(
      ServletAdapter<Q, R> adapter, Object filter, Q request, R response) {
    Q base = adapter.base(request);
    ServerCall call = callOf(base);
    Object token = null;
    if (call == null || !call.isInside(Thread.currentThread())) {
      token = enter(adapter, request, base, response, call);
      call = callOf(base);
    }
    if (call != null && !call.servletReached()) {
      call.filter(filter);
    }
    return token;
  }

  /**
   * A servlet is about to run.
   *
   * @return for {@link #exit}; null if there is nothing to do there
   */
  public static <Q, R> Object enterServlet(
      ServletAdapter<Q, R> adapter, Object servlet, Q request, R response) {
    Q base = adapter.base(request);
    ServerCall call = callOf(base);
    Object token = null;
    if (call == null || !call.isInside(Thread.currentThread())) {
      token = enter(adapter, request, base, response, call);
      call = callOf(base);
    }
    if (call != null) {
      try {
        findMapping(adapter, servlet, request, base, call);
      } catch (Throwable fault) {
        // A request of the application's own making was asked. It is open already and has to be
        // left.
        fault(fault);
      }
    }
    return token;
  }

  private static <Q> void findMapping(
      ServletAdapter<Q, ?> adapter, Object servlet, Q request, Q base, ServerCall call) {
    if (!call.servletReached() && call.span() != null && !call.hasEnded()) {
      int dispatch = adapter.dispatch(request);
      if (dispatch == ServletAdapter.ERROR) {
        // An error page's own mapping is not what the client asked for.
        call.servletReached(null);
      } else if (dispatch != ServletAdapter.INCLUDE) {
        call.servletReached(
            servletMappings(adapter, servlet, request)
                .ofServlet(adapter.servletPath(request), adapter.pathInfo(request)));
      }
    } else if (call.controllers() != null && !call.hasEnded()) {
      handedOn(adapter, servlet, request, base, call);
    }
  }

  /** A servlet that is not the first one of its request. */
  private static <Q> void handedOn(
      ServletAdapter<Q, ?> adapter, Object servlet, Q request, Q base, ServerCall call) {
    int dispatch = adapter.dispatch(request);
    if (dispatch == ServletAdapter.ERROR) {
      HttpServerRecorder.get().controller(adapter, call, base);
      call.controllersDecided();
    } else if (dispatch == ServletAdapter.FORWARD) {
      HttpServerRecorder.get().controller(adapter, call, base);
      if (call.controllers() != null) {
        call.forwardedTo(
            servletMappings(adapter, servlet, request)
                .ofServlet(adapter.servletPath(request), adapter.pathInfo(request)));
      }
    }
  }

  private static <Q, R> Object enter(
      ServletAdapter<Q, R> adapter, Q request, Q base, R response, ServerCall known) {
    if (known != null) {
      int dispatch = adapter.dispatch(request);
      if (known.isEntered()) {
        // Handed over: another thread is inside, so the object is still this request's.
        return join(known);
      }
      if (known.hasEnded()) {
        if (dispatch == ServletAdapter.ERROR && known.isAt(path(adapter, request))) {
          return join(known);
        }
      } else if (dispatch != ServletAdapter.REQUEST || Context.current() == known.context()) {
        if (dispatch == ServletAdapter.ASYNC) {
          known.dispatchedTo(path(adapter, request));
        }
        known.enter();
        return known;
      } else {
        // A recycled object whose request never told that it was complete.
        abandon(known);
      }
    }
    if (!HttpServerRecorder.SWITCH.isOn()) {
      return null;
    }
    HttpServerRecorder recorder = HttpServerRecorder.get();
    ServerCall call = recorder.open(adapter, base);
    call.enter();
    CALL.set(base, call);
    recorder.answerWithIds(adapter, call, response);
    return call;
  }

  private static <Q> String path(ServletAdapter<Q, ?> adapter, Q request) {
    return UrlRedaction.path(adapter.requestUri(request));
  }

  private static void abandon(ServerCall call) {
    if (call.end()) {
      HttpServerRecorder.get().abandon(call);
    }
  }

  private static Joined join(ServerCall call) {
    Context context = call.context();
    Context current = Context.current();
    boolean inside =
        current.traceIdHigh() == context.traceIdHigh()
            && current.traceIdLow() == context.traceIdLow()
            && current.isSuppressed() == context.isSuppressed();
    return inside ? null : new Joined(context);
  }

  /**
   * The filter or servlet has returned.
   *
   * @param token what entering gave
   * @param thrown what it threw, or null
   */
  public static <Q, R> void exit(
      ServletAdapter<Q, R> adapter, Object token, Q request, R response, Throwable thrown) {
    if (token instanceof ServerCall) {
      leave(
          adapter,
          (ServerCall) token,
          adapter.base(request),
          adapter.baseResponse(response),
          thrown);
    } else if (token instanceof Joined) {
      ((Joined) token).leave();
    }
  }

  private static <Q, R> void leave(
      ServletAdapter<Q, R> adapter, ServerCall call, Q base, R response, Throwable thrown) {
    call.leave();
    if (call.hasEnded()) {
      return;
    }
    if (thrown != null) {
      call.thrown(thrown);
    }
    try {
      if (call.span() != null) {
        findRoute(adapter, call, base);
        HttpServerRecorder.get().session(adapter, call, base);
      }
      if (thrown == null && !call.isListening() && adapter.isAsyncStarted(base)) {
        listen(adapter, call, base);
      }
    } catch (Throwable fault) {
      // The span has to end all the same.
      fault(fault);
    }
    // An exception ends asynchronous mode too, and not every container then says "complete".
    if (thrown != null || !call.isListening()) {
      end(adapter, call, base, response, thrown != null);
    }
  }

  private static <Q, R> void end(
      ServletAdapter<Q, R> adapter, ServerCall call, Q base, R response, boolean unfinished) {
    if (!call.end()) {
      return;
    }
    int status = status(adapter, response);
    try {
      HttpServerRecorder.get().close(adapter, call, response, status, unfinished);
    } finally {
      if (unfinished || status >= 400) {
        // An error page may follow; it is to find whom it belongs to.
        call.forget();
      } else {
        CALL.set(base, ServerCall.OVER);
      }
    }
  }

  private static <R> int status(ServletAdapter<?, R> adapter, R response) {
    try {
      return adapter.status(response);
    } catch (RuntimeException recycled) {
      return ServletAdapter.UNKNOWN_STATUS;
    }
  }

  private static <Q> void findRoute(ServletAdapter<Q, ?> adapter, ServerCall call, Q base) {
    Object filter = call.filter();
    if (filter != null) {
      call.filter(null);
      String servletPath = adapter.servletPath(base);
      String pathInfo = adapter.pathInfo(base);
      String path = servletPath == null ? "" : servletPath;
      call.mapping(
          filterMappings(adapter, filter, base)
              .ofFilter(pathInfo == null ? path : path + pathInfo));
    }
    HttpServerRecorder.get().controller(adapter, call, base);
  }

  private static <Q> ServletMappings servletMappings(
      ServletAdapter<Q, ?> adapter, Object servlet, Q request) {
    ServletMappings known = MAPPINGS.get(servlet);
    if (known == null) {
      try {
        known = adapter.servletMappings(servlet, request);
      } catch (Exception | LinkageError unknown) {
        known = ServletMappings.none(adapter.contextPath(request));
      }
      MAPPINGS.set(servlet, known);
    }
    return known;
  }

  private static <Q> ServletMappings filterMappings(
      ServletAdapter<Q, ?> adapter, Object filter, Q request) {
    ServletMappings known = MAPPINGS.get(filter);
    if (known == null) {
      try {
        known = adapter.filterMappings(filter, request);
      } catch (Exception | LinkageError unknown) {
        known = ServletMappings.none(adapter.contextPath(request));
      }
      MAPPINGS.set(filter, known);
    }
    return known;
  }

  /**
   * The request went into asynchronous mode. Its thread still has it, so that nobody can have
   * completed it yet: this is the moment to ask for being told.
   *
   * @param request the container's own, or any object of it
   */
  public static <Q> void asyncStarted(ServletAdapter<Q, ?> adapter, Q request) {
    ServerCall call = callOf(request);
    if (call != null && !call.isListening() && !call.hasEnded()) {
      listen(adapter, call, request);
    }
  }

  private static <Q> void listen(ServletAdapter<Q, ?> adapter, ServerCall call, Q base) {
    try {
      adapter.listen(base, call);
      call.listening(true);
    } catch (IllegalStateException tooLate) {
      // Completed in between: the request ends where we stand.
    }
  }

  /** An asynchronous request is complete; its objects are about to be recycled. */
  public static <Q, R> void completed(
      ServletAdapter<Q, R> adapter, ServerCall call, Q base, R response) {
    end(adapter, call, base, response, false);
  }

  /** The container met an exception in an asynchronous request. */
  public static void failed(ServerCall call, Throwable thrown) {
    call.thrownByContainer(thrown);
  }

  /**
   * Wraps what {@code AsyncContext.start} is to run, so that it runs in the context of its request.
   *
   * @param base the container's own request, or null
   */
  public static Runnable carry(Runnable task, Object base) {
    if (task == null || task instanceof CarriedTask) {
      return task;
    }
    Context context = Context.current();
    if (context == Context.ROOT && base != null) {
      ServerCall call = callOf(base);
      if (call != null && !call.hasEnded()) {
        context = call.context();
      }
    }
    return context == Context.ROOT ? task : new CarriedTask(task, context);
  }

  /**
   * A framework has matched the request this thread is in with a resource.
   *
   * @param template of the path below the servlet's mapping, beginning with a slash
   */
  public static void resourceMatched(String template) {
    ServerCall call = Doorway.call();
    if (call != null) {
      call.resource(template);
    }
  }

  /** Something failed in a callback, which no weaving stands around, or where that is too late. */
  public static void fault(Throwable fault) {
    AgentHealth.count(AgentHealth.SUPPRESSED_EXCEPTIONS);
    AgentLog.once(
        "servlet.fault", "the servlet instrumentation failed, the request goes on", fault);
  }

  /** Another thread, or an error page, inside a request that somebody else ends. */
  private static final class Joined {
    private final Context context;
    private final Context before;

    Joined(Context context) {
      this.context = context;
      this.before = context.makeCurrent();
    }

    void leave() {
      context.restore(before);
    }
  }
}
