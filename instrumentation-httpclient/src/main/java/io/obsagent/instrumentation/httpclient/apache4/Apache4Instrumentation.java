package io.obsagent.instrumentation.httpclient.apache4;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Apache HttpClient 4.0 to 4.5, blocking. Three levels: the call of the application, which knows
 * how often its request has been sent; from 4.3 on the innermost element of the execution chain,
 * which gets the connection (before that a private method does); and the one exchange on the wire,
 * where the headers go out and the answer comes back.
 */
public final class Apache4Instrumentation implements LibraryInstrumentation {
  private static final String HOST_REQUEST_CONTEXT =
      "(Lorg/apache/http/HttpHost;Lorg/apache/http/HttpRequest;"
          + "Lorg/apache/http/protocol/HttpContext;)";

  public Apache4Instrumentation() {}

  @Override
  public String name() {
    return "apache-httpclient";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types(
            "org.apache.http.impl.client.InternalHttpClient",
            "org.apache.http.impl.client.MinimalHttpClient")
        .method(
            "doExecute",
            HOST_REQUEST_CONTEXT + "Lorg/apache/http/client/methods/CloseableHttpResponse;",
            Apache4Advice.Call.class);
    targets
        .types("org.apache.http.impl.client.DefaultRequestDirector")
        .method(
            "execute",
            HOST_REQUEST_CONTEXT + "Lorg/apache/http/HttpResponse;",
            Apache4Advice.Director.class)
        .method(
            "tryConnect",
            "(Lorg/apache/http/impl/client/RoutedRequest;Lorg/apache/http/protocol/HttpContext;)V",
            Apache4Advice.Connect.class);
    targets
        .types(
            "org.apache.http.impl.execchain.MainClientExec",
            "org.apache.http.impl.execchain.MinimalClientExec")
        .method(
            "execute",
            "(Lorg/apache/http/conn/routing/HttpRoute;"
                + "Lorg/apache/http/client/methods/HttpRequestWrapper;"
                + "Lorg/apache/http/client/protocol/HttpClientContext;"
                + "Lorg/apache/http/client/methods/HttpExecutionAware;)"
                + "Lorg/apache/http/client/methods/CloseableHttpResponse;",
            Apache4Advice.Chain.class);
    targets
        .types("org.apache.http.protocol.HttpRequestExecutor")
        .method(
            "execute",
            "(Lorg/apache/http/HttpRequest;Lorg/apache/http/HttpClientConnection;"
                + "Lorg/apache/http/protocol/HttpContext;)Lorg/apache/http/HttpResponse;",
            Apache4Advice.Exchange.class);
  }
}
