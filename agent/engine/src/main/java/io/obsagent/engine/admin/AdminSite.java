package io.obsagent.engine.admin;

import io.obsagent.engine.admin.Dependencies.Dependency;
import io.obsagent.engine.admin.Dependencies.State;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.EffectiveSetting;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.http.Request;
import io.obsagent.engine.http.Response;
import io.obsagent.engine.http.Site;
import io.obsagent.engine.metrics.prometheus.MetricsPage;
import io.obsagent.engine.resource.Resource;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import java.text.SimpleDateFormat;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;

/**
 * The pages of the admin port ({@code docs/admin.md}). Confined to the admin's thread.
 *
 * <p>Whoever can reach a loopback port is not always an operator: a page in a browser on the same
 * machine can. So the {@code Host} has to be one that no foreign name resolves to, no page allows
 * another origin to read it, and what changes anything needs a token that no browser sends by
 * itself.
 */
final class AdminSite implements Site {
  static final String REFUSED = "admin.refused_requests";

  private static final String JSON = "application/json";
  private static final String SETTINGS = "/settings/";
  private static final String TRACES = "/traces/";

  private final AdminFacts facts;
  private final Dependencies dependencies;
  private final String host;
  private final String token;

  AdminSite(AdminFacts facts, Dependencies dependencies, Configuration configuration) {
    this.facts = facts;
    this.dependencies = dependencies;
    this.host = configuration.get(Options.ADMIN_HOST);
    this.token = configuration.get(Options.ADMIN_TOKEN);
  }

  @Override
  public Response answer(Request request) {
    if (!HostHeader.isOurs(request.header("host"), host)) {
      return refused(
          "421 Misdirected Request",
          "the Host header has to be an IP address, localhost or " + Options.ADMIN_HOST.name());
    }
    boolean reads = request.method().equals("GET") || request.method().equals("HEAD");
    boolean writes = request.method().equals("PUT") || request.method().equals("POST");
    String path = request.path();
    if (writes && path.startsWith(SETTINGS)) {
      return change(request, path.substring(SETTINGS.length()));
    }
    if (!reads) {
      return error("405 Method Not Allowed", "only settings can be written")
          .with("Allow", "GET, HEAD");
    }
    switch (path) {
      case "/":
        return ok(index());
      case "/metrics":
        return metrics(request);
      case "/health":
        return ok(health());
      case "/status":
        return ok(new StatusPage(facts).text());
      case "/traces":
        return ok(traces());
      case "/signals":
        return ok(facts.signals.read().json());
      case "/settings":
        return ok(settings());
      default:
        return path.startsWith(TRACES)
            ? trace(path.substring(TRACES.length()), request.parameter("format"))
            : error("404 Not Found", "there is no such page; / lists them");
    }
  }

  @Override
  public Response refuse(String status) {
    AgentHealth.count(REFUSED);
    return error(status, status.substring(status.indexOf(' ') + 1));
  }

  private static Response refused(String status, String why) {
    AgentHealth.count(REFUSED);
    return error(status, why);
  }

  private static Response ok(String json) {
    return page("200 OK", json);
  }

  private static Response error(String status, String why) {
    return page(status, new Json().object().member("error", why).endObject().toString());
  }

  private static Response page(String status, String json) {
    return new Response(status, JSON, json + "\n")
        .with("Cache-Control", "no-store")
        .with("X-Content-Type-Options", "nosniff");
  }

  private static String index() {
    Json json = new Json().object().key("pages").array();
    json.value("/health").value("/status").value("/metrics").value("/signals").value("/traces");
    json.value("/traces/{id}?format=otlp|jaeger").value("/settings");
    return json.endArray().endObject().toString();
  }

  private Response metrics(Request request) {
    return facts.metrics.isEnabled()
        ? new MetricsPage(facts.metrics, facts.resource).answer(request)
        : error("404 Not Found", "metrics are off: " + Options.METRICS_EXPORTER.name() + "=none");
  }

  private String health() {
    List<Dependency> all = dependencies.now();
    boolean degraded = false;
    for (Dependency each : all) {
      degraded |= each.state == State.FAILING || each.state == State.SLOW;
    }
    Json json = new Json().object();
    json.member("status", degraded ? "degraded" : "healthy");
    json.member("timestamp", now()).member("version", facts.version);
    json.member("service", facts.resource.serviceName());
    json.key("dependencies").array();
    for (Dependency each : all) {
      json.object().member("kind", each.kind).member("name", each.name);
      json.member("state", each.state.name().toLowerCase(Locale.ROOT));
      json.member("calls", each.calls).member("errors", each.errors);
      json.key("meanMillis").value(Math.rint(each.meanSeconds * 1e6) / 1e3).endObject();
    }
    return json.endArray().endObject().toString();
  }

  private static String now() {
    return iso(System.currentTimeMillis());
  }

  private static String iso(long epochMillis) {
    SimpleDateFormat format = new SimpleDateFormat("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT);
    format.setTimeZone(TimeZone.getTimeZone("UTC"));
    return format.format(new Date(epochMillis));
  }

  private List<Fragment> kept() {
    return facts.traces == null ? new ArrayList<Fragment>() : facts.traces.newestFirst();
  }

  private String traces() {
    Json json = new Json().object().key("traces").array();
    for (Fragment fragment : kept()) {
      RecordedSpan root = fragment.root();
      RecordedSpan told = root.hasEnded() ? root : fragment.last();
      json.object().member("traceId", root.traceIdHex()).member("root", told.nameText());
      json.member("kind", told.kind().name());
      json.member("start", iso(told.startEpochNanos() / 1_000_000));
      json.key("durationMillis")
          .value((told.endEpochNanos() - told.startEpochNanos()) / 1_000 / 1e3);
      json.member("spans", fragment.size()).member("failed", fragment.isFailed());
      if (fragment.verdict() != null) {
        json.member("policy", fragment.verdict().policy());
      }
      json.endObject();
    }
    return json.endArray().endObject().toString();
  }

  private Response trace(String id, String format) {
    if (!Ids.isTraceId(id)) {
      return error("404 Not Found", "a trace id has 32 of 0-9a-f");
    }
    boolean jaeger = "jaeger".equals(format);
    if (format != null && !jaeger && !format.equals("otlp")) {
      return error("400 Bad Request", "the format is otlp or jaeger");
    }
    List<Fragment> found = new ArrayList<>();
    for (Fragment fragment : kept()) {
      if (fragment.root().traceIdHex().equals(id)) {
        found.add(fragment);
      }
    }
    if (found.isEmpty()) {
      return error("404 Not Found", "this trace is not among those kept here any more");
    }
    Resource resource = facts.resource.resource();
    return ok(jaeger ? JaegerJson.of(found, resource) : OtlpJson.of(found, resource));
  }

  private String settings() {
    Json json = new Json().object();
    for (EffectiveSetting each : facts.settings.changeable()) {
      json.key(each.name()).object().member("value", each.text());
      json.member("source", each.source().toString()).endObject();
    }
    return json.endObject().toString();
  }

  private Response change(Request request, String name) {
    if (token == null) {
      return refused(
          "403 Forbidden", "nothing can be changed here as long as obs.admin.token is not set");
    }
    if (!isAuthorized(request.header("authorization"))) {
      return refused("401 Unauthorized", "Authorization: Bearer with obs.admin.token is needed")
          .with("WWW-Authenticate", "Bearer");
    }
    String complaint = facts.settings.set(name, request.body(), "admin port");
    if (complaint != null) {
      return error("400 Bad Request", complaint);
    }
    return ok(settings());
  }

  /** Takes as long whatever is wrong with it. */
  private boolean isAuthorized(String header) {
    String shown = header == null ? "" : header;
    String expected = "Bearer " + token;
    int difference = shown.length() ^ expected.length();
    for (int i = 0; i < shown.length(); i++) {
      difference |= shown.charAt(i) ^ expected.charAt(i % expected.length());
    }
    return difference == 0;
  }
}
