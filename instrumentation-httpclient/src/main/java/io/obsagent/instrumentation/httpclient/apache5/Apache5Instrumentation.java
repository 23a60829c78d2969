package io.obsagent.instrumentation.httpclient.apache5;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Apache HttpClient 5, classic: the call of the application, which knows how often its request has
 * been sent; the element of the execution chain that gets the connection; and the one exchange on
 * the wire, where the headers go out and the answer comes back.
 */
public final class Apache5Instrumentation implements LibraryInstrumentation {
  public Apache5Instrumentation() {}

  @Override
  public String name() {
    return "apache-httpclient";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types(
            "org.apache.hc.client5.http.impl.classic.InternalHttpClient",
            "org.apache.hc.client5.http.impl.classic.MinimalHttpClient")
        .method(
            "doExecute",
            "(Lorg/apache/hc/core5/http/HttpHost;Lorg/apache/hc/core5/http/ClassicHttpRequest;"
                + "Lorg/apache/hc/core5/http/protocol/HttpContext;)"
                + "Lorg/apache/hc/client5/http/impl/classic/CloseableHttpResponse;",
            Apache5Advice.Call.class);
    targets
        .types("org.apache.hc.client5.http.impl.classic.ConnectExec")
        .method(
            "execute",
            "(Lorg/apache/hc/core5/http/ClassicHttpRequest;"
                + "Lorg/apache/hc/client5/http/classic/ExecChain$Scope;"
                + "Lorg/apache/hc/client5/http/classic/ExecChain;)"
                + "Lorg/apache/hc/core5/http/ClassicHttpResponse;",
            Apache5Advice.Connect.class);
    targets
        .types("org.apache.hc.core5.http.impl.io.HttpRequestExecutor")
        .method(
            "execute",
            "(Lorg/apache/hc/core5/http/ClassicHttpRequest;"
                + "Lorg/apache/hc/core5/http/io/HttpClientConnection;"
                + "Lorg/apache/hc/core5/http/io/HttpResponseInformationCallback;"
                + "Lorg/apache/hc/core5/http/protocol/HttpContext;)"
                + "Lorg/apache/hc/core5/http/ClassicHttpResponse;",
            Apache5Advice.Exchange.class);
  }
}
