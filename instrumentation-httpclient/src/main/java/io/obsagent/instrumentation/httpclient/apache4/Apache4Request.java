package io.obsagent.instrumentation.httpclient.apache4;

import java.net.URI;
import org.apache.http.HttpConnection;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;

/** What is sent in one attempt, and to whom; confined to its thread. */
final class Apache4Request {
  /** Null where even the library does not know yet. */
  final HttpHost target;

  /** The library's own copy of what the application made. */
  HttpRequest request;

  /** The whole URL as the application wrote it, for the first attempt; else null. */
  URI original;

  /** Null until there is one. */
  HttpConnection connection;

  Apache4Request(HttpHost target, HttpRequest request) {
    this.target = target;
    this.request = request;
  }
}
