package io.obsagent.instrumentation.httpclient;

/** A library that answers by callback or future. */
public interface AsyncHttpClientDriver extends HttpClientDriver {

  /** Told once. */
  interface Callback {
    /**
     * On whatever thread the library uses for callbacks.
     *
     * @param status -1 where there is none
     * @param failure null where there is an answer
     */
    void done(int status, Throwable failure);
  }

  /** A call under way. */
  interface Pending {
    /** Gives it up, as the library's users do. */
    void cancel();
  }

  /** Starts a call and returns. */
  Pending start(Outgoing outgoing, Callback callback) throws Exception;
}
