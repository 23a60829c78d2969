package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Span;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One request on its way through filters and servlets: state of the container's request object. It
 * holds nothing of that object, which is the container's to recycle.
 *
 * <p>Written by the thread that is inside the request; asynchronous requests hand it on as the
 * container hands on the request. Only {@link #end} may be raced for.
 */
public final class ServerCall {
  private static final AtomicIntegerFieldUpdater<ServerCall> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(ServerCall.class, "ended");

  /** Stands for a request that is over, until its object is used again. */
  static final ServerCall OVER = new ServerCall(Context.ROOT, null, null, null, null);

  private final Context context;
  private final String method;
  private final String path;
  private final String scheme;
  private final String version;

  private String client;
  private String dispatchedTo;

  /** The thread inside the outermost filter or servlet; null between dispatches. */
  private Thread thread;

  private Context before;
  private Doorway doorway;
  private boolean listening;
  private boolean servletReached;
  private Object filter;

  /** What a controller's pattern is behind; null once no further controller counts. */
  private ServletMapping controllers;

  private Route route;
  private String resource;
  private Throwable thrown;
  private boolean thrownByContainer;
  private volatile int ended;

  /**
   * @param context the SERVER span, or a suppressed context for an excluded request
   * @param method normalised
   * @param path as the client sent it
   * @param scheme for metrics; null for an excluded request
   * @param version of HTTP, for metrics; null where unknown
   */
  ServerCall(Context context, String method, String path, String scheme, String version) {
    this.context = context;
    this.method = method;
    this.path = path;
    this.scheme = scheme;
    this.version = version;
  }

  /** What is current inside the request. */
  Context context() {
    return context;
  }

  /** Null if the request is excluded. */
  Span span() {
    return context instanceof Span ? (Span) context : null;
  }

  String method() {
    return method;
  }

  /** As the client sent it, without what follows a {@code ;} or {@code ?}; may be null. */
  String path() {
    return path;
  }

  /** The client's address, where an event will tell it; else null. */
  String client() {
    return client;
  }

  void client(String address) {
    client = address;
  }

  String scheme() {
    return scheme;
  }

  String version() {
    return version;
  }

  /** The request was dispatched, asynchronously, to another path. */
  void dispatchedTo(String path) {
    dispatchedTo = path;
  }

  /**
   * Whether an error dispatch for this path can be one of this request, and not of a later one that
   * has got the same request object.
   */
  boolean isAt(String errorPath) {
    return errorPath != null && (errorPath.equals(path) || errorPath.equals(dispatchedTo));
  }

  /** The calling thread enters the request; nobody is inside. */
  void enter() {
    thread = Thread.currentThread();
    before = context.makeCurrent();
    doorway = Doorway.here();
    doorway.reached(this);
  }

  /** Undoes {@link #enter} on the same thread. */
  void leave() {
    thread = null;
    Context outer = before;
    before = null;
    doorway.left();
    doorway = null;
    context.restore(outer);
  }

  boolean isInside(Thread one) {
    return thread == one;
  }

  /** Some thread is inside. */
  boolean isEntered() {
    return thread != null;
  }

  /** True once: for the one that has to end the span. */
  boolean end() {
    return ENDED.compareAndSet(this, 0, 1);
  }

  boolean hasEnded() {
    return ended != 0;
  }

  /** The container will say when the request is complete. */
  boolean isListening() {
    return listening;
  }

  void listening(boolean listening) {
    this.listening = listening;
  }

  boolean servletReached() {
    return servletReached;
  }

  /** The first servlet that is not merely included decides the route. */
  void servletReached(ServletMapping mapping) {
    servletReached = true;
    filter = null;
    controllers = mapping;
    route = mapping == null ? null : mapping.route();
  }

  /** The innermost filter so far, while no servlet was reached. */
  Object filter() {
    return filter;
  }

  void filter(Object filter) {
    this.filter = filter;
  }

  void mapping(ServletMapping mapping) {
    controllers = mapping;
    route = mapping.route();
  }

  Route route() {
    return route;
  }

  void route(Route route) {
    this.route = route;
  }

  /** What a controller's pattern is behind, or null if no controller counts. */
  ServletMapping controllers() {
    return controllers;
  }

  /** Another servlet goes on with the request, before any controller was chosen. */
  void forwardedTo(ServletMapping target) {
    controllers = target;
  }

  /** The first controller decides; and one that makes an error page does not count at all. */
  void controllersDecided() {
    controllers = null;
  }

  /** The template of a resource below the servlet's mapping, or null. */
  String resource() {
    return resource;
  }

  void resource(String template) {
    resource = template;
  }

  Throwable thrown() {
    return thrown;
  }

  /** An exception left the outermost filter or servlet. */
  void thrown(Throwable thrown) {
    this.thrown = thrown;
    thrownByContainer = false;
  }

  /** The container met an exception which no filter or servlet had let out. */
  void thrownByContainer(Throwable thrown) {
    if (this.thrown == null && thrown != null) {
      this.thrown = thrown;
      thrownByContainer = true;
    }
  }

  boolean isThrownByContainer() {
    return thrownByContainer;
  }

  /** After the end only the identity matters, for an error page: let the rest go. */
  void forget() {
    filter = null;
    controllers = null;
    thrown = null;
  }
}
