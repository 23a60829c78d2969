package io.obsagent.instrumentation.httpclient.okhttp;

import java.net.InetSocketAddress;
import okhttp3.Request;

/** What is sent in one attempt; confined to its thread. */
final class OkHttpRequest {
  final Request request;

  /** The other end, once there is a connection. */
  InetSocketAddress peer;

  OkHttpRequest(Request request) {
    this.request = request;
  }
}
