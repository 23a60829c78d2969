package io.obsagent.instrumentation.servlet;

import java.util.concurrent.ConcurrentHashMap;

/**
 * A path put together of templates, outermost first. Each is made once: a request only looks up,
 * once per template, and allocates nothing. Holds texts only; thread-safe.
 */
public final class TemplatePath {
  /** Before the first template. */
  public static final TemplatePath ROOT = new TemplatePath("/");

  /** Templates remembered behind one; an application that makes up more has none of them kept. */
  private static final int MAX_FURTHER = 1_000;

  private final String text;
  private final ConcurrentHashMap<String, TemplatePath> further = new ConcurrentHashMap<>(4);

  private TemplatePath(String text) {
    this.text = text;
  }

  /** Begins with a slash and, but for the root, ends with none. */
  public String text() {
    return text;
  }

  /** With a further template behind it. */
  public TemplatePath then(String template) {
    TemplatePath known = further.get(template);
    if (known == null) {
      known = new TemplatePath(join(template));
      if (further.size() < MAX_FURTHER) {
        further.put(template, known);
      }
    }
    return known;
  }

  private String join(String template) {
    StringBuilder path = new StringBuilder(text.length() + template.length() + 1);
    path.append(text.length() == 1 ? "" : text);
    if (!template.startsWith("/")) {
      path.append('/');
    }
    path.append(template);
    while (path.length() > 0 && path.charAt(path.length() - 1) == '/') {
      path.setLength(path.length() - 1);
    }
    return path.length() == 0 ? "/" : path.toString();
  }
}
