package io.obsagent.instrumentation.httpclient.jdk;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * The JDK's own {@code java.net.http.HttpClient}. Others, which wrap it as a rule, are left alone:
 * what they send comes here.
 */
public final class JdkHttpClientInstrumentation implements LibraryInstrumentation {
  public JdkHttpClientInstrumentation() {}

  @Override
  public String name() {
    return "java-http-client";
  }

  @Override
  public void describe(Targets targets) {
    // sendAsync with two arguments calls the one with three; send neither.
    targets
        .types("jdk.internal.net.http.HttpClientImpl")
        .method(
            "send",
            "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;)"
                + "Ljava/net/http/HttpResponse;",
            JdkHttpClientAdvice.Send.class)
        .method(
            "sendAsync",
            "(Ljava/net/http/HttpRequest;Ljava/net/http/HttpResponse$BodyHandler;"
                + "Ljava/net/http/HttpResponse$PushPromiseHandler;)"
                + "Ljava/util/concurrent/CompletableFuture;",
            JdkHttpClientAdvice.SendAsync.class);
  }
}
