package io.obsagent.engine.config;

import static io.obsagent.engine.config.OptionTypes.BOOLEAN;
import static io.obsagent.engine.config.OptionTypes.DURATION;
import static io.obsagent.engine.config.OptionTypes.LIST;
import static io.obsagent.engine.config.OptionTypes.MAP;
import static io.obsagent.engine.config.OptionTypes.TEXT;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The part of {@link Options} about what is woven and what is said of it. {@code
 * otel.instrumentation.<name>.enabled} has one switch per instrumentation: {@link
 * Configuration#isInstrumentationEnabled}.
 */
class InstrumentationOptions extends MetricOptions {
  private static final List<String> EMPTY = Collections.emptyList();

  static final Declarations INSTRUMENTATIONS = new Declarations("Instrumentations");

  public static final Option<Boolean> DEFAULT_ENABLED =
      INSTRUMENTATIONS.add(
          "otel.instrumentation.common.default-enabled",
          BOOLEAN,
          true,
          "Whether instrumentations without a switch of their own are on. Each has one:"
              + " `otel.instrumentation.<name>.enabled`.");

  static final Declarations HTTP = new Declarations("HTTP");

  public static final Option<List<String>> EXCLUDE_URLS =
      HTTP.add(
              "obs.exclude.urls",
              LIST,
              EMPTY,
              "Paths neither traced nor counted, e.g. `/health*,/metrics`; `*` stands for any text.")
          .live();

  public static final Option<List<String>> REDACT_QUERY_PARAMETERS =
      HTTP.add(
          "obs.redact.query-parameters",
          LIST,
          Arrays.asList(
              "AWSAccessKeyId",
              "Signature",
              "X-Amz-Signature",
              "X-Amz-Credential",
              "X-Amz-Security-Token",
              "sig",
              "X-Goog-Signature",
              "*token*",
              "*secret*",
              "*passw*",
              "*pwd*",
              "*key*",
              "*session*",
              "*auth*",
              "*sig*"),
          "Query parameters whose values become `REDACTED`; `*` stands for any text, case does not"
              + " matter. A list given here takes the place of the default.");

  public static final Option<List<String>> HTTP_SERVER_REQUEST_HEADERS =
      HTTP.add(
          "otel.instrumentation.http.server.capture-request-headers",
          LIST,
          EMPTY,
          "Request headers recorded as `http.request.header.<name>`. Those that carry secrets are"
              + " refused unless written with a leading `!`, e.g. `!authorization`.");

  public static final Option<List<String>> HTTP_SERVER_RESPONSE_HEADERS =
      HTTP.add(
          "otel.instrumentation.http.server.capture-response-headers",
          LIST,
          EMPTY,
          "Response headers recorded as `http.response.header.<name>`.");

  public static final Option<List<String>> HTTP_CLIENT_REQUEST_HEADERS =
      HTTP.add(
          "otel.instrumentation.http.client.capture-request-headers",
          LIST,
          EMPTY,
          "The same for the requests that HTTP clients send.");

  public static final Option<List<String>> HTTP_CLIENT_RESPONSE_HEADERS =
      HTTP.add(
          "otel.instrumentation.http.client.capture-response-headers",
          LIST,
          EMPTY,
          "The same for the responses that HTTP clients receive.");

  public static final Option<Map<String, String>> PEER_SERVICES =
      HTTP.add(
          "otel.instrumentation.common.peer-service-mapping",
          MAP,
          Collections.<String, String>emptyMap(),
          "What HTTP clients record as `service.peer.name` for a host, e.g. `10.0.0.7=billing,"
              + "pay.example:8443=payment,api.example/v1=api`. The most exact entry counts.");

  public static final Option<List<String>> HTTP_KNOWN_METHODS =
      HTTP.add(
          "otel.instrumentation.http.known-methods",
          LIST,
          Arrays.asList(
              "CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"),
          "Methods recorded under their own name; others are `_OTHER`.");

  public static final Option<String> REQUEST_ID_MODE =
      HTTP.add(
          "obs.request-id.mode",
          new Choices("accept", "generate", "off").one(),
          "accept",
          "What becomes of `X-Request-ID`. `accept`: one that came, of 1 to 128 of `A-Za-z0-9._:-`,"
              + " stands on the span and in log lines and goes on with HTTP requests and Kafka"
              + " records. `generate`: the same, and a request without one gets a new one.");

  public static final Option<Boolean> RESPONSE_REQUEST_ID =
      HTTP.add(
          "obs.response.request-id",
          BOOLEAN,
          false,
          "`true`: responses say `X-Request-ID` too, unless the application has set it before.");

  public static final Option<Boolean> RESPONSE_SERVER_TIMING =
      HTTP.add(
          "obs.response.server-timing",
          BOOLEAN,
          false,
          "`true`: responses say which trace they belong to, for tools in browsers:"
              + " `Server-Timing: traceparent;desc=\"…\"`.");

  public static final Option<Map<String, String>> ATTRIBUTES_FROM_HEADERS =
      HTTP.add(
          "obs.attributes.from-headers",
          MAP,
          Collections.<String, String>emptyMap(),
          "Request headers and the attribute of the SERVER span each becomes, e.g."
              + " `x-tenant=tenant.id`. Those that carry secrets are refused unless written with a"
              + " leading `!`.");

  public static final Option<Map<String, String>> ATTRIBUTES_FROM_BAGGAGE =
      HTTP.add(
          "obs.attributes.from-baggage",
          MAP,
          Collections.<String, String>emptyMap(),
          "The same for entries of the incoming `baggage`, e.g. `customer=customer.tier`.");

  public static final Option<Map<String, String>> ATTRIBUTES_FROM_SESSION =
      HTTP.add(
          "obs.attributes.from-session",
          MAP,
          Collections.<String, String>emptyMap(),
          "The same for attributes of the HTTP session that are texts, numbers or booleans, e.g."
              + " `cartId=shop.cart.id`. No session is ever created for it.");

  public static final Option<String> ATTRIBUTES_FROM_SESSION_USER =
      HTTP.add(
          "obs.attributes.from-session-user",
          TEXT,
          null,
          "The attribute of the SERVER span that the name of the logged-in user becomes, e.g."
              + " `user.id`; only of requests that have a session.");

  static final Declarations DATABASE = new Declarations("Databases");

  public static final Option<List<String>> EXCLUDE_SQL =
      DATABASE
          .add(
              "obs.exclude.sql",
              LIST,
              EMPTY,
              "Statements neither traced nor counted, e.g. `SELECT 1,SELECT 1 FROM DUAL`; `*` stands"
                  + " for any text, case does not matter.")
          .live();

  public static final Option<Boolean> QUERY_SANITIZATION =
      DATABASE
          .add(
              "otel.instrumentation.common.db.query-sanitization.enabled",
              BOOLEAN,
              true,
              "Literals in `db.query.text` become `?`.")
          .formerly("otel.instrumentation.common.db-statement-sanitizer.enabled");

  public static final Option<Boolean> TRANSACTION_SPANS =
      DATABASE.add(
          "otel.instrumentation.jdbc.experimental.transaction.enabled",
          BOOLEAN,
          false,
          "`true`: spans `COMMIT` and `ROLLBACK`.");

  public static final Option<Long> CONNECTION_WAIT =
      DATABASE.add(
          "obs.db.connection-wait.threshold",
          DURATION,
          1L,
          "`DataSource.getConnection` that took longer than this, inside a trace, is a span.");

  public static final Option<Boolean> RETURNED_ROWS =
      DATABASE.add(
          "obs.db.returned-rows",
          BOOLEAN,
          false,
          "`true`: `db.response.returned_rows`, the rows the application had read when the trace"
              + " left.");

  public static final Option<Boolean> QUERY_PARAMETERS =
      DATABASE.add(
          "otel.instrumentation.jdbc.experimental.capture-query-parameters",
          BOOLEAN,
          false,
          "`true`: the values bound to prepared statements as `db.query.parameter.<index>`, which"
              + " may be anybody's secrets. `db.query.text` stays sanitised. Never for batches.");

  public static final Option<Boolean> SQLCOMMENTER =
      DATABASE
          .add(
              "otel.instrumentation.jdbc.experimental.sqlcommenter.enabled",
              BOOLEAN,
              false,
              "`true`: appends the trace context to SQL as a comment, so that the database's own"
                  + " tools show it. Not to statements prepared on Oracle, SQL Server, MySQL and"
                  + " MariaDB, whose plan caches it would defeat.")
          .formerly("otel.instrumentation.common.db.experimental.sqlcommenter.enabled");

  static final Declarations LOGGING = new Declarations("Logging");

  public static final Option<String> LOGGING_TRACE_ID_KEY =
      LOGGING
          .add(
              "otel.instrumentation.common.logging.trace-id-key",
              TEXT,
              "trace_id",
              "The MDC key of the trace id.")
          .formerly("otel.instrumentation.common.logging.trace-id");

  public static final Option<String> LOGGING_SPAN_ID_KEY =
      LOGGING
          .add(
              "otel.instrumentation.common.logging.span-id-key",
              TEXT,
              "span_id",
              "The MDC key of the span id.")
          .formerly("otel.instrumentation.common.logging.span-id");

  public static final Option<String> LOGGING_TRACE_FLAGS_KEY =
      LOGGING
          .add(
              "otel.instrumentation.common.logging.trace-flags-key",
              TEXT,
              "trace_flags",
              "The MDC key of the trace flags.")
          .formerly("otel.instrumentation.common.logging.trace-flags");

  public static final Option<String> LOGS_REQUEST_ID_KEY =
      LOGGING.add(
          "obs.logs.request-id-key",
          TEXT,
          "request_id",
          "The MDC key of the request id, see `obs.request-id.mode`.");

  public static final Option<String> LOGS_FORMAT =
      LOGGING.add(
          "obs.logs.format",
          new Choices("none", "json", "ecs").one(),
          "none",
          "`json` or `ecs` (Elastic Common Schema): console and file appenders whose layout is a"
              + " pattern write one JSON object per line.");

  public static final Option<Boolean> JUL_SUFFIX =
      LOGGING.add(
          "obs.logs.jul-suffix",
          BOOLEAN,
          false,
          "`true`: `java.util.logging` formatters write the ids behind the message, as"
              + " `trace_id=… span_id=… trace_flags=…`.");
  static final Declarations MESSAGING = new Declarations("Messaging");

  public static final Option<List<String>> EXCLUDE_TOPICS =
      MESSAGING
          .add(
              "obs.exclude.topics",
              LIST,
              EMPTY,
              "Topics whose records are neither traced nor counted and get no header, e.g."
                  + " `metrics,_*`; `*` stands for any text.")
          .live();

  public static final Option<List<String>> HEADERLESS_TOPICS =
      MESSAGING.add(
          "obs.kafka.headerless-topics",
          LIST,
          EMPTY,
          "Topics whose records are traced but get no header; `*` stands for any text.");

  public static final Option<Boolean> KAFKA_PRODUCER_PROPAGATION =
      MESSAGING.add(
          "otel.instrumentation.kafka.producer-propagation.enabled",
          BOOLEAN,
          true,
          "Records that are sent get the trace's headers.");

  public static final Option<Boolean> MESSAGING_RECEIVE_TELEMETRY =
      MESSAGING.add(
          "otel.instrumentation.messaging.experimental.receive-telemetry.enabled",
          BOOLEAN,
          false,
          "A `poll` span for each poll that brings records, linked to their producers. The parent"
              + " of a `process` span is the producer in any case.");

  public static final Option<Boolean> MESSAGE_BODY_SIZE =
      MESSAGING.add(
          "obs.messaging.body-size",
          BOOLEAN,
          false,
          "Records `messaging.message.body.size`, the bytes of a record's value.");

  InstrumentationOptions() {}
}
