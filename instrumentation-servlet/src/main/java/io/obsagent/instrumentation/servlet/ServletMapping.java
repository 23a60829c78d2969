package io.obsagent.instrumentation.servlet;

import java.util.concurrent.ConcurrentHashMap;

/** One URL pattern of one servlet or filter. Immutable but for its cache; thread-safe. */
public final class ServletMapping {
  /** Patterns remembered per mapping; a framework that makes up more gets none of them cached. */
  private static final int MAX_CONTROLLERS = 2_000;

  private final Route route;
  private final String contextPath;
  private final String prefix;
  private final ConcurrentHashMap<String, Route> controllers = new ConcurrentHashMap<>(4);
  private final ConcurrentHashMap<String, Route> resources = new ConcurrentHashMap<>(4);

  /**
   * @param route null for the default servlet
   * @param contextPath empty for the root context
   * @param prefix the path of a prefix mapping, which controllers leave out of their patterns
   */
  ServletMapping(Route route, String contextPath, String prefix) {
    this.route = route;
    this.contextPath = contextPath;
    this.prefix = prefix;
  }

  /** Null for the default servlet, which says nothing about what was asked for. */
  Route route() {
    return route;
  }

  /** The route of a controller behind this mapping, by its own pattern. */
  Route controller(String pattern) {
    Route known = controllers.get(pattern);
    return known == null ? add(controllers, pattern, withPrefix(pattern)) : known;
  }

  /** The route of a resource behind this mapping, by its template, which never holds the prefix. */
  Route resource(String template) {
    Route known = resources.get(template);
    return known == null ? add(resources, template, prefix + template) : known;
  }

  private Route add(ConcurrentHashMap<String, Route> routes, String key, String path) {
    Route made = new Route(contextPath + path);
    if (routes.size() < MAX_CONTROLLERS) {
      routes.put(key, made);
    }
    return made;
  }

  private String withPrefix(String pattern) {
    String path = pattern.isEmpty() || pattern.charAt(0) == '/' ? pattern : '/' + pattern;
    // Spring can be told to match full paths: the pattern then holds the prefix itself.
    boolean full =
        path.startsWith(prefix)
            && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/');
    return full ? path : prefix + path;
  }
}
