package io.obsagent.engine.semantics.http;

import io.obsagent.engine.trace.DeferredText;
import java.util.Collection;

/**
 * Keeps secrets out of URLs: the values of query parameters whose names are on a list become {@code
 * REDACTED}, user-info becomes {@code REDACTED:REDACTED}, {@code ;jsessionid=…} goes. Immutable and
 * thread-safe; linear; a text without secrets comes back as it is, without allocation.
 *
 * <p>When in doubt it hides: names are compared without regard to case and after percent decoding,
 * a semicolon begins a new parameter, but only {@code &} ends the value of a hidden one.
 */
public final class UrlRedaction {
  private static final String HIDDEN = "REDACTED";
  private static final String SESSION = ";jsessionid=";

  /** A name longer than this is not compared with the list: its value is hidden. */
  private static final int MAX_NAME = 1_024;

  private final Glob[] secretNames;

  /**
   * @param names {@code obs.redact.query-parameters}
   */
  public UrlRedaction(Collection<String> names) {
    secretNames = new Glob[names.size()];
    int i = 0;
    for (String name : names) {
      secretNames[i++] = Glob.ignoringCase(name);
    }
  }

  /** {@link #query} when, and only if, it is exported. Null for null. */
  public DeferredText deferredQuery(String query) {
    return query == null ? null : new DeferredQuery(this, query);
  }

  /** A query string without its question mark; null for null. */
  public String query(String query) {
    if (query == null) {
      return null;
    }
    String result = parameters(query, 0, query.length());
    return result == null ? query : result;
  }

  /**
   * A path as the client sent it, without {@code ;jsessionid=…}. Where a client sent a whole URL in
   * its request line, scheme and authority are cut off.
   */
  public static String path(String path) {
    if (path == null) {
      return null;
    }
    String result = path;
    if (result.indexOf("://") > 0 && result.charAt(0) != '/') {
      int slash = result.indexOf('/', result.indexOf("://") + 3);
      result = slash < 0 ? "/" : result.substring(slash);
    }
    return result.indexOf(';') < 0 ? result : withoutSession(result);
  }

  private static String withoutSession(String path) {
    StringBuilder rest = null;
    int copied = 0;
    int semicolon = path.indexOf(';');
    while (semicolon >= 0) {
      if (path.regionMatches(true, semicolon, SESSION, 0, SESSION.length())) {
        int end = semicolon + SESSION.length();
        while (end < path.length() && "/;?#".indexOf(path.charAt(end)) < 0) {
          end++;
        }
        rest = rest == null ? new StringBuilder(path.length()) : rest;
        rest.append(path, copied, semicolon);
        copied = end;
        semicolon = path.indexOf(';', end);
      } else {
        semicolon = path.indexOf(';', semicolon + 1);
      }
    }
    return rest == null ? path : rest.append(path, copied, path.length()).toString();
  }

  /** A whole URL: user-info, session, query and fragment. Null for null. */
  public String url(String url) {
    if (url == null) {
      return null;
    }
    int end = url.length();
    int fragment = url.indexOf('#');
    int query = url.indexOf('?');
    if (fragment >= 0 && query > fragment) {
      query = -1;
    }
    int pathEnd = query >= 0 ? query : fragment >= 0 ? fragment : end;
    StringBuilder safe = new StringBuilder(end + HIDDEN.length());
    safe.append(withoutSession(withoutUserInfo(url.substring(0, pathEnd))));
    if (query >= 0) {
      int queryEnd = fragment >= 0 ? fragment : end;
      append(safe, url, query, queryEnd);
    }
    if (fragment >= 0) {
      append(safe, url, fragment, end);
    }
    return safe.toString();
  }

  /**
   * {@link #url} when, and only if, it is exported. Null for null.
   *
   * @param url immutable, its {@code toString} is the URL: a String, a URI, a URL
   */
  public DeferredText deferredUrl(Object url) {
    return url == null ? null : new DeferredUrl(this, url);
  }

  /** The message of an exception, which may quote URLs: each is redacted. Null for null. */
  public String message(String message) {
    if (message == null) {
      return null;
    }
    int mark = message.indexOf("://");
    if (mark < 0) {
      return message;
    }
    StringBuilder safe = new StringBuilder(message.length() + HIDDEN.length());
    int copied = 0;
    while (mark >= 0) {
      int start = mark;
      while (start > copied && Character.isLetterOrDigit(message.charAt(start - 1))) {
        start--;
      }
      int end = mark + 3;
      while (end < message.length() && !isUrlEnd(message.charAt(end))) {
        end++;
      }
      safe.append(message, copied, start).append(url(message.substring(start, end)));
      copied = end;
      mark = message.indexOf("://", end);
    }
    return safe.append(message, copied, message.length()).toString();
  }

  private static boolean isUrlEnd(char c) {
    return c <= ' ' || c == '"' || c == '\'' || c == '<' || c == '>';
  }

  private void append(StringBuilder safe, String url, int mark, int end) {
    safe.append(url.charAt(mark));
    String parameters = parameters(url, mark + 1, end);
    if (parameters == null) {
      safe.append(url, mark + 1, end);
    } else {
      safe.append(parameters);
    }
  }

  private static String withoutUserInfo(String url) {
    int authority = url.indexOf("//");
    if (authority < 0 || (authority > 0 && url.charAt(authority - 1) != ':')) {
      return url;
    }
    int end = authority + 2;
    while (end < url.length() && url.charAt(end) != '/' && url.charAt(end) != '\\') {
      end++;
    }
    int at = url.lastIndexOf('@', end - 1);
    if (at < authority + 2) {
      return url;
    }
    return url.substring(0, authority + 2) + HIDDEN + ":" + HIDDEN + url.substring(at);
  }

  /** Null if nothing is to be hidden. */
  private String parameters(String text, int from, int to) {
    StringBuilder safe = null;
    int copied = from;
    int i = from;
    while (i < to) {
      int nameStart = i;
      while (i < to && !isNameEnd(text.charAt(i))) {
        i++;
      }
      if (i >= to) {
        break;
      }
      if (text.charAt(i) != '=' || !isSecret(text, nameStart, i)) {
        i = text.charAt(i) == '=' ? endOfValue(text, i, to) + 1 : i + 1;
        continue;
      }
      int valueEnd = text.indexOf('&', i);
      valueEnd = valueEnd < 0 || valueEnd > to ? to : valueEnd;
      safe = safe == null ? new StringBuilder(to - from + HIDDEN.length()) : safe;
      safe.append(text, copied, i + 1).append(HIDDEN);
      copied = valueEnd;
      i = valueEnd + 1;
    }
    return safe == null ? null : safe.append(text, copied, to).toString();
  }

  private static boolean isNameEnd(char c) {
    return c == '=' || c == '&' || c == ';';
  }

  private static int endOfValue(String text, int from, int to) {
    int i = from;
    while (i < to && text.charAt(i) != '&' && text.charAt(i) != ';') {
      i++;
    }
    return i;
  }

  private boolean isSecret(String text, int from, int to) {
    if (to - from > MAX_NAME) {
      return true;
    }
    CharSequence name = text;
    int start = from;
    int end = to;
    int escape = text.indexOf('%', from);
    if (escape >= 0 && escape < end) {
      name = decoded(text, from, end);
      start = 0;
      end = name.length();
    }
    for (Glob secret : secretNames) {
      if (secret.matches(name, start, end)) {
        return true;
      }
    }
    return false;
  }

  private static CharSequence decoded(String text, int from, int to) {
    StringBuilder name = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < to) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          c = (char) (high << 4 | low);
          i += 2;
        }
      }
      name.append(c);
    }
    return name;
  }

  private static final class DeferredUrl implements DeferredText {
    private final UrlRedaction redaction;
    private final Object url;

    DeferredUrl(UrlRedaction redaction, Object url) {
      this.redaction = redaction;
      this.url = url;
    }

    @Override
    public String text() {
      return redaction.url(url.toString());
    }
  }

  private static final class DeferredQuery implements DeferredText {
    private final UrlRedaction redaction;
    private final String query;

    DeferredQuery(UrlRedaction redaction, String query) {
      this.redaction = redaction;
      this.query = query;
    }

    @Override
    public String text() {
      return redaction.query(query);
    }
  }
}
