package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Apache HttpAsyncClient 4: the call of the application, for its callback and its context; where a
 * request is prepared, before there is a connection; and the handler of the call, which the library
 * asks for each request and gives each answer. Pipelining and the minimal client are left alone.
 */
public final class Apache4AsyncInstrumentation implements LibraryInstrumentation {
  static final String CALL_STATE = "http.apache4.async";

  private static final String CLIENT = "org.apache.http.impl.nio.client.";
  private static final String STATE = "Lorg/apache/http/impl/nio/client/InternalState;";
  private static final String TARGET_REQUEST =
      "Lorg/apache/http/HttpHost;Lorg/apache/http/HttpRequest;";

  public Apache4AsyncInstrumentation() {}

  @Override
  public String name() {
    return "apache-httpclient";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types(CLIENT + "InternalHttpAsyncClient")
        .method(
            "execute",
            "(Lorg/apache/http/nio/protocol/HttpAsyncRequestProducer;"
                + "Lorg/apache/http/nio/protocol/HttpAsyncResponseConsumer;"
                + "Lorg/apache/http/protocol/HttpContext;"
                + "Lorg/apache/http/concurrent/FutureCallback;)Ljava/util/concurrent/Future;",
            Apache4AsyncAdvice.Call.class);
    targets
        .types(CLIENT + "MainClientExec")
        .method("prepare", "(" + STATE + TARGET_REQUEST + ")V", Apache4AsyncAdvice.PrepareOld.class)
        .method(
            "prepare",
            "("
                + TARGET_REQUEST
                + STATE
                + "Lorg/apache/http/impl/nio/client/AbstractClientExchangeHandler;)V",
            Apache4AsyncAdvice.Prepare.class);
    targets
        .types(CLIENT + "DefaultClientExchangeHandlerImpl")
        .state(CALL_STATE)
        .method("start", "()V", Apache4AsyncAdvice.Start.class)
        .method(
            "generateRequest", "()Lorg/apache/http/HttpRequest;", Apache4AsyncAdvice.Generate.class)
        .method(
            "responseReceived",
            "(Lorg/apache/http/HttpResponse;)V",
            Apache4AsyncAdvice.Received.class)
        .method("responseCompleted", "()V", Apache4AsyncAdvice.Completed.class);
  }
}
