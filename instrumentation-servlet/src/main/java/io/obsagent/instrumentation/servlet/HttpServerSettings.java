package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.propagation.RequestId;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.http.Glob;
import io.obsagent.engine.semantics.http.HeaderCapture;
import io.obsagent.engine.semantics.http.HttpMethods;
import io.obsagent.engine.semantics.http.UrlRedaction;
import io.obsagent.engine.trace.AttributeKey;
import java.util.List;

/** The settings of HTTP servers, read once. Immutable. */
final class HttpServerSettings {
  final HttpMethods methods;
  final UrlRedaction redaction;
  final HeaderCapture requestHeaders;
  final HeaderCapture responseHeaders;

  /** Of the attribute for the request id; it may be captured as any header, too. */
  final AttributeKey requestIdKey;

  final boolean generatesRequestId;
  final BusinessAttributes business;

  /** Null where responses get nothing. */
  final AnswerHeaders answers;

  private final Glob[] excluded;

  HttpServerSettings(Configuration configuration) {
    methods = new HttpMethods(configuration.get(Options.HTTP_KNOWN_METHODS));
    redaction = new UrlRedaction(configuration.get(Options.REDACT_QUERY_PARAMETERS));
    requestHeaders =
        HeaderCapture.ofRequests(configuration.get(Options.HTTP_SERVER_REQUEST_HEADERS));
    responseHeaders =
        HeaderCapture.ofResponses(configuration.get(Options.HTTP_SERVER_RESPONSE_HEADERS));
    requestIdKey = keyOf(RequestId.HEADER, requestHeaders);
    generatesRequestId = configuration.get(Options.REQUEST_ID_MODE).equals("generate");
    business = new BusinessAttributes(configuration);
    answers = AnswerHeaders.configured(configuration);
    List<String> urls = configuration.get(Options.EXCLUDE_URLS);
    excluded = new Glob[urls.size()];
    for (int i = 0; i < excluded.length; i++) {
      excluded[i] = Glob.of(urls.get(i));
    }
  }

  private static AttributeKey keyOf(String header, HeaderCapture captured) {
    for (int i = 0; i < captured.size(); i++) {
      if (captured.name(i).equalsIgnoreCase(header)) {
        return captured.key(i);
      }
    }
    return HttpAttributes.requestHeader(header);
  }

  /** Whether any URL is excluded at all. */
  boolean excludesAny() {
    return excluded.length > 0;
  }

  /** Patterns are compared with the whole path and with the path inside the application. */
  boolean excludes(String path, String contextPath) {
    int inside = contextPath != null && path.startsWith(contextPath) ? contextPath.length() : 0;
    for (Glob glob : excluded) {
      if (glob.matches(path) || (inside > 0 && glob.matches(path, inside, path.length()))) {
        return true;
      }
    }
    return false;
  }
}
