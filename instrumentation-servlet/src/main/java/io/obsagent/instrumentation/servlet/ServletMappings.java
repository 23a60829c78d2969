package io.obsagent.instrumentation.servlet;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The URL patterns of one servlet or filter, and which of them a request was matched with. Made
 * once per servlet; immutable. It holds texts only, so it may be kept as state of the servlet.
 *
 * @see <a href="https://jakarta.ee/specifications/servlet/5.0/jakarta-servlet-spec-5.0">Servlet
 *     specification, section 12.2</a>
 */
public final class ServletMappings {
  private final Map<String, ServletMapping> exact = new HashMap<>();
  private final Map<String, ServletMapping> prefixes = new HashMap<>();
  private final List<String> extensions = new ArrayList<>();
  private final List<ServletMapping> byExtension = new ArrayList<>();
  private final ServletMapping unmatched;
  private ServletMapping root;
  private ServletMapping all;

  /**
   * @param contextPath empty for the root context
   * @param patterns as in {@code url-pattern}
   */
  public ServletMappings(String contextPath, Collection<String> patterns) {
    unmatched = new ServletMapping(null, contextPath, "");
    for (String pattern : patterns) {
      add(contextPath, pattern);
    }
  }

  /** Of a servlet or filter that nobody knows the patterns of. */
  public static ServletMappings none(String contextPath) {
    return new ServletMappings(
        contextPath == null ? "" : contextPath, Collections.<String>emptyList());
  }

  private void add(String contextPath, String pattern) {
    if (pattern.isEmpty()) {
      root = new ServletMapping(new Route(contextPath + '/'), contextPath, "");
    } else if (pattern.equals("/*")) {
      all = new ServletMapping(new Route(contextPath + "/*"), contextPath, "");
    } else if (pattern.startsWith("*.")) {
      extensions.add(pattern.substring(1));
      byExtension.add(new ServletMapping(new Route(contextPath + '/' + pattern), contextPath, ""));
    } else if (pattern.endsWith("/*")) {
      String prefix = pattern.substring(0, pattern.length() - 2);
      prefixes.put(
          prefix, new ServletMapping(new Route(contextPath + pattern), contextPath, prefix));
    } else if (pattern.length() > 1) {
      // What is left is exact, but for "/", the default servlet.
      exact.put(pattern, new ServletMapping(new Route(contextPath + pattern), contextPath, ""));
    }
  }

  /**
   * The mapping of a request that reached this servlet. Two hash look-ups at most, and a comparison
   * for each extension.
   *
   * @return never null; without a route if it was the default mapping or none of these
   */
  ServletMapping ofServlet(String servletPath, String pathInfo) {
    String path = servletPath == null ? "" : servletPath;
    if (pathInfo == null) {
      ServletMapping match = exact.get(path);
      if (match != null) {
        return match;
      }
    }
    if (root != null && path.isEmpty() && (pathInfo == null || pathInfo.equals("/"))) {
      return root;
    }
    ServletMapping match = path.isEmpty() ? all : prefixes.get(path);
    if (match != null) {
      return match;
    }
    return pathInfo == null ? byExtension(path) : unmatched;
  }

  /** The mapping of a request that a filter answered, by its path inside the application. */
  ServletMapping ofFilter(String path) {
    ServletMapping match = exact.get(path);
    for (int end = path.length(); match == null && end > 0; end = path.lastIndexOf('/', end - 1)) {
      match = prefixes.get(path.substring(0, end));
    }
    if (match == null) {
      match = byExtension(path);
    }
    return match == unmatched && all != null ? all : match;
  }

  private ServletMapping byExtension(String path) {
    for (int i = 0; i < extensions.size(); i++) {
      if (path.endsWith(extensions.get(i))) {
        return byExtension.get(i);
      }
    }
    return unmatched;
  }
}
