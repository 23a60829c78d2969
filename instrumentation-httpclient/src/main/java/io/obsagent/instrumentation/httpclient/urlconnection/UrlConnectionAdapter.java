package io.obsagent.instrumentation.httpclient.urlconnection;

import io.obsagent.engine.LiveSwitch;
import io.obsagent.instrumentation.httpclient.HttpClientAdapter;
import io.obsagent.instrumentation.httpclient.HttpVersions;
import java.net.HttpURLConnection;
import java.util.Collection;
import java.util.Enumeration;
import java.util.Locale;

/** The response is the {@code MessageHeader} that was read. */
final class UrlConnectionAdapter extends HttpClientAdapter<HttpURLConnection, Object> {
  private static final LiveSwitch SWITCH = LiveSwitch.of("http-url-connection");

  static final UrlConnectionAdapter INSTANCE = new UrlConnectionAdapter();

  private UrlConnectionAdapter() {}

  @Override
  public boolean isOn() {
    return SWITCH.isOn();
  }

  @Override
  public String method(HttpURLConnection connection) {
    return connection.getRequestMethod();
  }

  @Override
  public Object url(HttpURLConnection connection) {
    return connection.getURL();
  }

  @Override
  public String scheme(HttpURLConnection connection) {
    return connection.getURL().getProtocol().toLowerCase(Locale.ROOT);
  }

  @Override
  public String host(HttpURLConnection connection) {
    return connection.getURL().getHost();
  }

  @Override
  public int port(HttpURLConnection connection) {
    return connection.getURL().getPort();
  }

  @Override
  public String first(HttpURLConnection connection, String name) {
    return MessageHeaders.ACCESS.first(MessageHeaders.requestsOf(connection), name);
  }

  @Override
  public Enumeration<String> all(HttpURLConnection connection, String name) {
    return MessageHeaders.ACCESS.all(MessageHeaders.requestsOf(connection), name);
  }

  @Override
  public int status(Object responses) {
    return statusOf(MessageHeaders.statusLine(responses));
  }

  /** {@code 200} of {@code HTTP/1.1 200 OK}; {@link #UNKNOWN} for what is no status line. */
  static int statusOf(String line) {
    if (line == null || !line.startsWith("HTTP/")) {
      return UNKNOWN;
    }
    int space = line.indexOf(' ');
    while (space >= 0 && space < line.length() && line.charAt(space) == ' ') {
      space++;
    }
    if (space < 0 || space + 3 > line.length()) {
      return UNKNOWN;
    }
    int status = 0;
    for (int i = space; i < space + 3; i++) {
      char digit = line.charAt(i);
      if (digit < '0' || digit > '9') {
        return UNKNOWN;
      }
      status = status * 10 + (digit - '0');
    }
    return status;
  }

  @Override
  public String protocolVersion(Object responses) {
    return HttpVersions.of(MessageHeaders.statusLine(responses));
  }

  @Override
  public Collection<String> responseHeaders(Object responses, String name) {
    return MessageHeaders.ACCESS.list(responses, name);
  }
}
