package io.obsagent.engine.admin;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.http.LocalServer;
import io.obsagent.engine.http.Request;
import io.obsagent.engine.http.Response;
import io.obsagent.engine.http.Site;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.trace.InstrumentationScope;
import java.io.IOException;

/**
 * The port that is listened on: the configured one or the first after it that is free. Until
 * somebody connects nothing but the socket is made: the pages' classes are loaded by the first
 * request.
 */
final class AdminPort {
  static final String FAULTS = "admin.page_faults";

  /** Ports that are tried, the configured one among them. */
  static final int TRIES = 10;

  private static final int LAST_PORT = 65_535;

  private AdminPort() {}

  /** Null when there is none to be had, which one line says. */
  static LocalServer open(AdminFacts facts, Dependencies dependencies) {
    Configuration configuration = facts.settings.current();
    String host = configuration.get(Options.ADMIN_HOST);
    int wanted = configuration.get(Options.ADMIN_PORT);
    Site site = new LateSite(facts, dependencies, configuration);
    String why = "no port above " + LAST_PORT;
    int tries = wanted == 0 ? 1 : TRIES;
    for (int port = wanted; port < wanted + tries && port <= LAST_PORT; port++) {
      try {
        LocalServer server = LocalServer.open(host, port, site, FAULTS);
        if (server.port() != wanted) {
          AgentLog.event("the admin port is " + host + ":" + server.port() + because(wanted));
        }
        observe(facts.metrics, server);
        return server;
      } catch (IOException | RuntimeException taken) {
        why = String.valueOf(taken.getMessage());
      }
    }
    AgentLog.event(
        "there is no admin port: "
            + host
            + ":"
            + wanted
            + (tries == 1 ? "" : " and the " + (tries - 1) + " after it")
            + " cannot be had ("
            + why
            + ")");
    return null;
  }

  private static String because(int wanted) {
    return wanted == 0 ? "" : ", since " + wanted + " was taken";
  }

  private static void observe(Metrics metrics, LocalServer server) {
    metrics.observe(
        Instrument.Kind.GAUGE,
        InstrumentationScope.named("io.obsagent"),
        "obs.admin.port",
        "",
        "The port on which the agent answers.",
        new PortOf(server));
  }

  private static final class PortOf implements Observation.Source {
    private final LocalServer server;

    PortOf(LocalServer server) {
      this.server = server;
    }

    @Override
    public void observe(Observation to) {
      if (server.isOpen()) {
        to.set(server.port());
      }
    }
  }

  /** Makes the site when it is asked for something. */
  private static final class LateSite implements Site {
    private final AdminFacts facts;
    private final Dependencies dependencies;
    private final Configuration configuration;
    private AdminSite site;

    LateSite(AdminFacts facts, Dependencies dependencies, Configuration configuration) {
      this.facts = facts;
      this.dependencies = dependencies;
      this.configuration = configuration;
    }

    private AdminSite site() {
      if (site == null) {
        site = new AdminSite(facts, dependencies, configuration);
      }
      return site;
    }

    @Override
    public Response answer(Request request) {
      return site().answer(request);
    }

    @Override
    public Response refuse(String status) {
      return site().refuse(status);
    }
  }
}
