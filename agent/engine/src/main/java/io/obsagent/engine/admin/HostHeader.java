package io.obsagent.engine.admin;

import java.util.Locale;

/**
 * Whether a {@code Host} header names the machine by something nobody else can bind: a page of a
 * foreign site whose own name was made to point here (DNS rebinding) still says that name.
 */
final class HostHeader {
  private HostHeader() {}

  /**
   * @param header null counts as foreign
   * @param configured {@code obs.admin.host}
   */
  static boolean isOurs(String header, String configured) {
    if (header == null || header.isEmpty()) {
      return false;
    }
    String name = withoutPort(header).toLowerCase(Locale.ROOT);
    return name.equals("localhost")
        || name.equals(configured.toLowerCase(Locale.ROOT))
        || isIpv4(name)
        || isIpv6(name);
  }

  private static String withoutPort(String header) {
    int bracket = header.lastIndexOf(']');
    int colon = header.indexOf(':', Math.max(0, bracket));
    return colon < 0 ? header : header.substring(0, colon);
  }

  private static boolean isIpv4(String name) {
    int dots = 0;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c == '.') {
        dots++;
      } else if (c < '0' || c > '9') {
        return false;
      }
    }
    return dots == 3;
  }

  private static boolean isIpv6(String name) {
    if (name.length() < 4 || name.charAt(0) != '[' || !name.endsWith("]")) {
      return false;
    }
    for (int i = 1; i < name.length() - 1; i++) {
      if ("0123456789abcdef:.%".indexOf(name.charAt(i)) < 0) {
        return false;
      }
    }
    return name.indexOf(':') > 0;
  }
}
