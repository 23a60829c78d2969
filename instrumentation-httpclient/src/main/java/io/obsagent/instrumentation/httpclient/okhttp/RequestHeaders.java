package io.obsagent.instrumentation.httpclient.okhttp;

import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import okhttp3.Request;

/** The headers of a request on their way out: the request is copied when one changes. */
final class RequestHeaders {
  static final Access ACCESS = new Access();

  private final Request request;
  private Request.Builder changed;

  RequestHeaders(Request request) {
    this.request = request;
  }

  /** Null if nothing was changed. */
  Request changed() {
    return changed == null ? null : changed.build();
  }

  private Request.Builder builder() {
    if (changed == null) {
      changed = request.newBuilder();
    }
    return changed;
  }

  /** Reads what the application set, writes what is sent. */
  static final class Access implements HeaderReader<RequestHeaders>, HeaderWriter<RequestHeaders> {
    @Override
    public String first(RequestHeaders headers, String name) {
      List<String> values = headers.request.headers(name);
      return values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Enumeration<String> all(RequestHeaders headers, String name) {
      return Collections.enumeration(headers.request.headers(name));
    }

    @Override
    public void set(RequestHeaders headers, String name, String value) {
      headers.builder().header(name, value);
    }

    @Override
    public void remove(RequestHeaders headers, String name) {
      if (headers.request.header(name) != null) {
        headers.builder().removeHeader(name);
      }
    }
  }
}
