package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.semantics.ErrorAttributes;
import io.obsagent.engine.semantics.HttpAttributes;
import io.obsagent.engine.semantics.NetworkAttributes;
import io.obsagent.engine.semantics.http.HeaderCapture;
import io.obsagent.engine.semantics.http.HttpMethods;
import io.obsagent.engine.semantics.http.UrlRedaction;

/** The settings of HTTP clients, read once, and what they are counted by. Immutable. */
final class HttpClientSettings {
  final HttpMethods methods;
  final UrlRedaction redaction;
  final HeaderCapture requestHeaders;
  final HeaderCapture responseHeaders;
  final PeerServices peers;

  /** Every attempt counts, whatever is sampled; excluded ones and those of other clients do not. */
  final DurationHistogram durations;

  HttpClientSettings(Configuration configuration) {
    methods = new HttpMethods(configuration.get(Options.HTTP_KNOWN_METHODS));
    redaction = new UrlRedaction(configuration.get(Options.REDACT_QUERY_PARAMETERS));
    requestHeaders =
        HeaderCapture.ofRequests(configuration.get(Options.HTTP_CLIENT_REQUEST_HEADERS));
    responseHeaders =
        HeaderCapture.ofResponses(configuration.get(Options.HTTP_CLIENT_RESPONSE_HEADERS));
    peers = new PeerServices(configuration.get(Options.PEER_SERVICES));
    durations =
        Engine.metrics()
            .histogram(
                HttpClientRecorder.SCOPE,
                "http.client.request.duration",
                "Duration of HTTP client requests.",
                Buckets.HTTP,
                HttpAttributes.REQUEST_METHOD,
                HttpAttributes.RESPONSE_STATUS_CODE,
                ErrorAttributes.TYPE,
                NetworkAttributes.SERVER_ADDRESS,
                NetworkAttributes.SERVER_PORT,
                NetworkAttributes.PROTOCOL_VERSION);
    sayRefused(Options.HTTP_CLIENT_REQUEST_HEADERS.name(), requestHeaders);
    sayRefused(Options.HTTP_CLIENT_RESPONSE_HEADERS.name(), responseHeaders);
  }

  private static void sayRefused(String name, HeaderCapture capture) {
    if (!capture.refused().isEmpty()) {
      AgentLog.once(
          name,
          name
              + ": headers that carry secrets are not captured: "
              + capture.refused()
              + " (a leading ! forces it)");
    }
  }
}
