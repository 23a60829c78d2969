package io.obsagent.instrumentation.httpclient;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One HTTP client library, in one version, as the contract uses it. Redirects are followed, unless
 * the library never does.
 */
public interface HttpClientDriver extends AutoCloseable {

  /** What is sent. */
  final class Outgoing {
    public String method = "GET";
    public final URI uri;

    /** Names and values, in order, repeated names included. */
    public final List<String[]> headers = new ArrayList<>();

    /** Length of the body, which is streamed where the library can; -1 for none. */
    public long bodyBytes = -1;

    /** How long the answer is waited for. */
    public Duration timeout = Duration.ofSeconds(30);

    /** The response's body is neither read nor closed. */
    public boolean leaveOpen;

    public Outgoing(URI uri) {
      this.uri = uri;
    }

    Outgoing method(String method) {
      this.method = method;
      return this;
    }

    Outgoing header(String name, String value) {
      headers.add(new String[] {name, value});
      return this;
    }

    Outgoing body(long bytes) {
      bodyBytes = bytes;
      return this;
    }

    Outgoing timeout(Duration timeout) {
      this.timeout = timeout;
      return this;
    }

    Outgoing leaveOpen() {
      leaveOpen = true;
      return this;
    }

    public Map<String, String> headerMap() {
      Map<String, String> map = new LinkedHashMap<>();
      for (String[] header : headers) {
        map.put(header[0], header[1]);
      }
      return map;
    }
  }

  /** The answer, its body read and closed unless it was to be left open. */
  record Answer(int status, long bodyBytes) {}

  /** Sends once, on the calling thread; each call is a call of the library. */
  interface Sender {
    Answer send() throws Exception;
  }

  /**
   * Makes a request that can be sent several times: the same request object again where the library
   * allows it.
   */
  Sender prepare(Outgoing outgoing) throws Exception;

  default Answer send(Outgoing outgoing) throws Exception {
    return prepare(outgoing).send();
  }

  /** Each redirect followed is a span of its own, with {@code http.request.resend_count}. */
  default boolean showsRedirects() {
    return true;
  }

  /** A request whose connection is closed without an answer is sent again, by the library. */
  default boolean retries() {
    return false;
  }

  /** And each time is a span of its own. */
  default boolean showsRetries() {
    return false;
  }

  /** A redirect to where nobody listens is a span, too. */
  default boolean showsFailedRedirects() {
    return showsRedirects();
  }

  /** Methods that HTTP does not define can be sent. */
  default boolean takesAnyMethod() {
    return true;
  }

  /** URLs with user-info are accepted. */
  default boolean takesUserInfo() {
    return true;
  }

  /** The scope of {@code network.protocol.version} in plain HTTP. */
  default String protocolVersion() {
    return "1.1";
  }

  @Override
  void close() throws Exception;
}
