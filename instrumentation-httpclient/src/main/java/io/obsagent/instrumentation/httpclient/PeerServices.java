package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.semantics.http.UrlRedaction;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/**
 * The names of services by {@code host}, {@code host:port} or {@code host:port/path}, with or
 * without the port in the last. Immutable. Of entries that fit, the one with the longest path
 * counts, then one with a port.
 */
final class PeerServices {
  private final String[] hosts;
  private final int[] ports;
  private final String[] paths;
  private final String[] names;

  /**
   * @param mapping {@code otel.instrumentation.common.peer-service-mapping}
   */
  PeerServices(Map<String, String> mapping) {
    int size = mapping.size();
    hosts = new String[size];
    ports = new int[size];
    paths = new String[size];
    names = new String[size];
    int i = 0;
    for (Map.Entry<String, String> entry : mapping.entrySet()) {
      String key = entry.getKey();
      int slash = key.indexOf('/');
      paths[i] = slash < 0 ? "" : key.substring(slash);
      String authority = slash < 0 ? key : key.substring(0, slash);
      int colon = authority.lastIndexOf(':');
      int port = colon > authority.lastIndexOf(']') ? number(authority.substring(colon + 1)) : -1;
      ports[i] = port;
      hosts[i] =
          HttpClientRecorder.withoutBrackets(port < 0 ? authority : authority.substring(0, colon))
              .toLowerCase(Locale.ROOT);
      names[i++] = entry.getValue();
    }
  }

  private static int number(String digits) {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException notNumber) {
      return -1;
    }
  }

  boolean isEmpty() {
    return names.length == 0;
  }

  /**
   * The name, or null.
   *
   * @param url the whole URL
   */
  String find(String host, int port, String url) {
    int best = -1;
    String path = null;
    for (int i = 0; i < names.length; i++) {
      if (!hosts[i].equalsIgnoreCase(host) || (ports[i] >= 0 && ports[i] != port)) {
        continue;
      }
      if (!paths[i].isEmpty()) {
        path = path == null ? path(url) : path;
        if (!path.startsWith(paths[i])) {
          continue;
        }
      }
      if (best < 0 || isBetter(i, best)) {
        best = i;
      }
    }
    return best < 0 ? null : names[best];
  }

  private boolean isBetter(int one, int other) {
    int longer = paths[one].length() - paths[other].length();
    return longer > 0 || (longer == 0 && ports[one] >= 0 && ports[other] < 0);
  }

  private static String path(String url) {
    String path = UrlRedaction.path(url);
    return path == null ? "" : path;
  }

  @Override
  public String toString() {
    return Arrays.toString(names);
  }
}
