package io.obsagent.engine.export;

import java.net.URI;
import java.net.URISyntaxException;

/** Endpoints as a log may show them: a URL may carry secrets in its user-info, path or query. */
final class Endpoints {
  private Endpoints() {}

  /** Scheme, host and port. */
  static String shown(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() != null) {
        return uri.getScheme()
            + "://"
            + uri.getHost()
            + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
      }
    } catch (URISyntaxException malformed) {
      // Shown without detail below.
    }
    return "(unreadable endpoint)";
  }
}
