package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.Engine;
import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One attempt of an HTTP client to get an answer, from {@link HttpClientRecorder#begin} to its end.
 * Owned by the thread or callback that carries the request on; only ending it may be raced for.
 *
 * <p>What {@link HttpClientRecorder} knows of the call when it ends is kept in plain fields, for
 * the span and for metrics alike, whether the span is recorded or not.
 */
public final class HttpClientCall {
  private static final AtomicIntegerFieldUpdater<HttpClientCall> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(HttpClientCall.class, "ended");

  private final Context context;
  private final Context caller;
  private final int resends;

  /** Of the thread that is inside, between {@link #enter} and {@link #leave}. */
  private Context before;

  private volatile int ended;

  // What metrics count by.
  String method;
  String serverAddress;
  int serverPort;
  int status = HttpClientAdapter.UNKNOWN;
  String protocolVersion;

  /** Null where nothing failed. */
  String errorType;

  /**
   * @param context the CLIENT span, or the suppressed context of an excluded call
   * @param caller what was current where the call was made
   */
  HttpClientCall(Context context, Context caller, int resends) {
    this.context = context;
    this.caller = caller;
    this.resends = resends;
  }

  /** Null inside an excluded call. */
  Span span() {
    return context instanceof Span ? (Span) context : null;
  }

  /** Where the application's own callbacks run. */
  public Context caller() {
    return caller;
  }

  /** How often the request was sent before. */
  public int resends() {
    return resends;
  }

  /**
   * Puts the identity of this call on what goes out, as {@link
   * io.obsagent.engine.propagation.Propagator#injectUnlessOther} says.
   *
   * @param carrier the request itself, or the headers of a copy
   * @return false where the application's own identity stays, of another trace
   */
  public <C> boolean inject(C carrier, HeaderReader<C> reader, HeaderWriter<C> writer) {
    Context stays = Engine.propagator().injectUnlessOther(context, carrier, reader, writer);
    if (stays == null) {
      return true;
    }
    if (context instanceof Span) {
      ((Span) context).link(stays);
    }
    return false;
  }

  /**
   * The calling thread does the library's work for this call: what it calls meanwhile is nested.
   */
  public void enter() {
    before = context.makeCurrent();
  }

  /** Undoes {@link #enter} on the same thread. */
  public void leave() {
    Context outer = before;
    before = null;
    context.restore(outer);
  }

  /** True once: for the one that has to end it. */
  boolean end() {
    return ENDED.compareAndSet(this, 0, 1);
  }

  public boolean hasEnded() {
    return ended != 0;
  }
}
