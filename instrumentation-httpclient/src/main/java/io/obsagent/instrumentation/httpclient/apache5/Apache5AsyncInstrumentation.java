package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Apache HttpClient 5, asynchronous, over HTTP/1.1 and 2: the call of the application, for its
 * callback and its context, and the element of the execution chain that gets the connection, which
 * is passed once per attempt. The minimal clients, which have no chain, are left alone.
 */
public final class Apache5AsyncInstrumentation implements LibraryInstrumentation {
  public Apache5AsyncInstrumentation() {}

  @Override
  public String name() {
    return "apache-httpclient";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.hc.client5.http.impl.async.InternalAbstractHttpAsyncClient")
        .method(
            "doExecute",
            "(Lorg/apache/hc/core5/http/HttpHost;"
                + "Lorg/apache/hc/core5/http/nio/AsyncRequestProducer;"
                + "Lorg/apache/hc/core5/http/nio/AsyncResponseConsumer;"
                + "Lorg/apache/hc/core5/http/nio/HandlerFactory;"
                + "Lorg/apache/hc/core5/http/protocol/HttpContext;"
                + "Lorg/apache/hc/core5/concurrent/FutureCallback;)"
                + "Ljava/util/concurrent/Future;",
            Apache5AsyncAdvice.Call.class);
    targets
        .types("org.apache.hc.client5.http.impl.async.AsyncConnectExec")
        .method(
            "execute",
            "(Lorg/apache/hc/core5/http/HttpRequest;"
                + "Lorg/apache/hc/core5/http/nio/AsyncEntityProducer;"
                + "Lorg/apache/hc/client5/http/async/AsyncExecChain$Scope;"
                + "Lorg/apache/hc/client5/http/async/AsyncExecChain;"
                + "Lorg/apache/hc/client5/http/async/AsyncExecCallback;)V",
            Apache5AsyncAdvice.Connect.class);
  }
}
