package io.obsagent.instrumentation.httpclient.urlconnection;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** {@code java.net.HttpURLConnection}: the JDK's handler of http and https. */
public final class UrlConnectionInstrumentation implements LibraryInstrumentation {
  public UrlConnectionInstrumentation() {}

  @Override
  public String name() {
    return "http-url-connection";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("sun.net.www.protocol.http.HttpURLConnection")
        .state(UrlConnectionState.STATE)
        .method("connect", "()V", UrlConnectionAdvice.Connect.class)
        .method("getOutputStream", "()Ljava/io/OutputStream;", UrlConnectionAdvice.Output.class)
        .method("getInputStream", "()Ljava/io/InputStream;", UrlConnectionAdvice.Input.class)
        .method("writeRequests", "()V", UrlConnectionAdvice.WriteRequests.class)
        .method("doTunneling", "()V", UrlConnectionAdvice.Tunnel.class)
        .method("disconnect", "()V", UrlConnectionAdvice.Disconnect.class);
    // The https one overrides connect() and inherits all else.
    targets
        .types("sun.net.www.protocol.https.AbstractDelegateHttpsURLConnection")
        .method("connect", "()V", UrlConnectionAdvice.Connect.class);
    targets
        .types("sun.net.www.http.HttpClient")
        .method(
            "parseHTTP",
            "(Lsun/net/www/MessageHeader;Lsun/net/www/protocol/http/HttpURLConnection;)Z",
            UrlConnectionAdvice.Parse.class)
        .method(
            "parseHTTP",
            "(Lsun/net/www/MessageHeader;Lsun/net/ProgressSource;"
                + "Lsun/net/www/protocol/http/HttpURLConnection;)Z",
            UrlConnectionAdvice.ParseWithProgress.class);
  }
}
