package io.obsagent.instrumentation.servlet;

/**
 * What the calling thread has come past since a container began with a request: whether a filter or
 * servlet was reached, and the request it is in. One small object per thread that serves requests;
 * it holds no request of the container's.
 *
 * <p>Cost: one thread-local read; a begin reads the clock besides.
 */
public final class Doorway {
  private static final ThreadLocal<Doorway> DOORWAYS = new ThreadLocal<>();

  private boolean reached;
  private boolean failed;
  private int refused;
  private long startNanos;
  private ServerCall call;

  private Doorway() {}

  /** That of the calling thread. */
  static Doorway here() {
    Doorway doorway = DOORWAYS.get();
    if (doorway == null) {
      doorway = new Doorway();
      DOORWAYS.set(doorway);
    }
    return doorway;
  }

  /** A container begins with a request. */
  public static Doorway begin() {
    Doorway doorway = here();
    doorway.reached = false;
    doorway.failed = false;
    doorway.startNanos = System.nanoTime();
    return doorway;
  }

  /** A filter or servlet was reached since. */
  public boolean isReached() {
    return reached;
  }

  /**
   * The container has let go of the request on this thread; what follows is another's.
   *
   * @return whether a filter or servlet was reached
   */
  public boolean end() {
    boolean was = reached;
    reached = false;
    return was;
  }

  /** The parser gives up on what this thread reads, with that status; 0 undoes it. */
  public static void refused(int status) {
    here().refused = status;
  }

  /** The status of what the parser gave up on and this thread is about to finish, or 0. */
  public static int refused() {
    Doorway doorway = DOORWAYS.get();
    return doorway == null ? 0 : doorway.refused;
  }

  /** {@link System#nanoTime} of {@link #begin}. */
  public long startNanos() {
    return startNanos;
  }

  /** The container's own code threw; it may still log the request, servlet or not. */
  public void failed(boolean afterReached) {
    failed = afterReached;
  }

  /** True once after {@link #failed}. */
  public static boolean takeFailed() {
    Doorway doorway = DOORWAYS.get();
    boolean was = doorway != null && doorway.failed;
    if (was) {
      doorway.failed = false;
    }
    return was;
  }

  void reached(ServerCall call) {
    reached = true;
    this.call = call;
  }

  void left() {
    call = null;
  }

  /** The request the calling thread is in, or null. */
  static ServerCall call() {
    Doorway doorway = DOORWAYS.get();
    return doorway == null ? null : doorway.call;
  }
}
