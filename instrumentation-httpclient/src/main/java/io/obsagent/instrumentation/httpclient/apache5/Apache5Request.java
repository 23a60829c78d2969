package io.obsagent.instrumentation.httpclient.apache5;

import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpConnection;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.net.URIAuthority;

/** What is sent in one attempt, and to whom; owned by whoever carries the attempt on. */
final class Apache5Request {
  /** The library's own copy of what the application made. */
  final HttpRequest request;

  final String scheme;

  /** Null where even the library does not know. */
  final URIAuthority authority;

  /** Null until there is one, and where the library does not show it. */
  HttpConnection connection;

  /**
   * @param route null if unknown
   */
  Apache5Request(HttpRequest request, HttpRoute route) {
    HttpHost target = route == null ? null : route.getTargetHost();
    this.request = request;
    scheme =
        request.getScheme() != null || target == null
            ? request.getScheme()
            : target.getSchemeName();
    authority =
        request.getAuthority() != null || target == null
            ? request.getAuthority()
            : new URIAuthority(target.getHostName(), target.getPort());
  }
}
