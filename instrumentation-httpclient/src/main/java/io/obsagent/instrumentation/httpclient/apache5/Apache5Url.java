package io.obsagent.instrumentation.httpclient.apache5;

import org.apache.hc.core5.net.URIAuthority;

/** The URL of a request, put together when it is exported. Immutable. */
final class Apache5Url {
  private final String scheme;
  private final URIAuthority authority;
  private final String path;

  Apache5Url(String scheme, URIAuthority authority, String path) {
    this.scheme = scheme;
    this.authority = authority;
    this.path = path;
  }

  @Override
  public String toString() {
    StringBuilder url = new StringBuilder(64);
    url.append(scheme == null ? "http" : scheme).append("://");
    if (authority.getUserInfo() != null) {
      url.append(authority.getUserInfo()).append('@');
    }
    String host = authority.getHostName();
    boolean isBare = host.indexOf(':') >= 0 && host.charAt(0) != '[';
    url.append(isBare ? "[" : "").append(host).append(isBare ? "]" : "");
    if (authority.getPort() >= 0) {
      url.append(':').append(authority.getPort());
    }
    return url.append(path == null || path.isEmpty() ? "/" : path).toString();
  }
}
