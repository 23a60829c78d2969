package io.obsagent.engine.semantics;

import io.obsagent.engine.trace.AttributeKey;
import java.util.Locale;

/**
 * The attributes of HTTP spans, for servers and clients.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-spans/">Semantic conventions
 *     for HTTP spans</a>
 */
public final class HttpAttributes {
  public static final AttributeKey REQUEST_METHOD = AttributeKey.string("http.request.method");

  /** Set beside {@code http.request.method=_OTHER}. */
  public static final AttributeKey REQUEST_METHOD_ORIGINAL =
      AttributeKey.string("http.request.method_original");

  public static final AttributeKey RESPONSE_STATUS_CODE =
      AttributeKey.number("http.response.status_code");

  /** How often this request was sent before, because of a redirect, a challenge or a failure. */
  public static final AttributeKey RESEND_COUNT = AttributeKey.number("http.request.resend_count");

  /** The path template that was matched; never a raw path. */
  public static final AttributeKey ROUTE = AttributeKey.string("http.route");

  public static final AttributeKey URL_FULL = AttributeKey.string("url.full");
  public static final AttributeKey URL_PATH = AttributeKey.string("url.path");
  public static final AttributeKey URL_QUERY = AttributeKey.string("url.query");
  public static final AttributeKey URL_SCHEME = AttributeKey.string("url.scheme");
  public static final AttributeKey USER_AGENT = AttributeKey.string("user_agent.original");

  private HttpAttributes() {}

  /** {@code http.request.header.<name>}, name in lower case. Made once per captured header. */
  public static AttributeKey requestHeader(String name) {
    return AttributeKey.stringArray("http.request.header." + name.toLowerCase(Locale.ROOT));
  }

  /** {@code http.response.header.<name>}, name in lower case. Made once per captured header. */
  public static AttributeKey responseHeader(String name) {
    return AttributeKey.stringArray("http.response.header." + name.toLowerCase(Locale.ROOT));
  }
}
