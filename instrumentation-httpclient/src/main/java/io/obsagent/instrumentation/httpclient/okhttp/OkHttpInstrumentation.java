package io.obsagent.instrumentation.httpclient.okhttp;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * OkHttp from 3.0. An attempt is what the interceptor does that connects: it is inside of
 * redirects, retries and the cache, so that an answer from the cache is no span, and outside of the
 * application's network interceptors. Before 3.4, which got that chain of interceptors, {@code
 * HttpEngine} does the same in two steps. The identity is put on the wire where the headers are
 * written: no request or response that the application sees has it.
 */
public final class OkHttpInstrumentation implements LibraryInstrumentation {
  static final String CALLER_STATE = "http.okhttp";

  private static final String INTERCEPT = "(Lokhttp3/Interceptor$Chain;)Lokhttp3/Response;";

  public OkHttpInstrumentation() {}

  @Override
  public String name() {
    return "okhttp";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("okhttp3.RealCall", "okhttp3.internal.connection.RealCall")
        .state(CALLER_STATE)
        .method("enqueue", "(Lokhttp3/Callback;)V", OkHttpAdvice.Enqueue.class)
        .method("getResponseWithInterceptorChain", "()Lokhttp3/Response;", OkHttpAdvice.Chain.class)
        .method(
            "getResponseWithInterceptorChain", "(Z)Lokhttp3/Response;", OkHttpAdvice.Chain.class)
        .method(
            "getResponseWithInterceptorChain$okhttp",
            "()Lokhttp3/Response;",
            OkHttpAdvice.Chain.class);
    targets
        .types("okhttp3.internal.http.HttpEngine")
        .method(
            "networkRequest",
            "(Lokhttp3/Request;)Lokhttp3/Request;",
            HttpEngineAdvice.Prepare.class)
        .method("connect", "()Lokhttp3/internal/http/HttpStream;", HttpEngineAdvice.Connect.class)
        .method("sendRequest", "()V", HttpEngineAdvice.Send.class);
    targets
        .types("okhttp3.internal.http.HttpEngine$NetworkInterceptorChain")
        .method("proceed", "(Lokhttp3/Request;)Lokhttp3/Response;", HttpEngineAdvice.Proceed.class);
    targets
        .types("okhttp3.internal.connection.ConnectInterceptor")
        .method("intercept", INTERCEPT, OkHttpAdvice.Attempt.class);
    targets
        .types("okhttp3.internal.http.CallServerInterceptor")
        .method("intercept", INTERCEPT, OkHttpAdvice.Connected.class);
    targets
        .types(
            "okhttp3.internal.http.Http1xStream",
            "okhttp3.internal.http.Http2xStream",
            "okhttp3.internal.http1.Http1Codec",
            "okhttp3.internal.http2.Http2Codec",
            "okhttp3.internal.http1.Http1ExchangeCodec",
            "okhttp3.internal.http2.Http2ExchangeCodec")
        .method("writeRequestHeaders", "(Lokhttp3/Request;)V", OkHttpAdvice.Write.class);
  }
}
