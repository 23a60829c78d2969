package io.obsagent.agent.start;

import io.obsagent.engine.Engine;
import io.obsagent.engine.admin.AdminFacts;
import io.obsagent.engine.admin.AdminThread;
import io.obsagent.engine.admin.InstrumentationState;
import io.obsagent.engine.admin.RecentTraces;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.LiveSettings;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.config.SettingsFile;
import io.obsagent.engine.export.ExportPipeline;
import io.obsagent.engine.export.MetricsPipeline;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;

/**
 * What can be seen of the agent, and said to it, while the application runs: who puts which change
 * into force, and the thread that asks.
 */
final class LiveAgent {
  private final Configuration start;
  private final LiveSettings settings;

  LiveAgent(Configuration start) {
    this.start = start;
    this.settings = new LiveSettings(start, new Install());
  }

  /** Null where no page will show them. */
  static RecentTraces recentTraces(Configuration configuration) {
    return configuration.get(Options.ADMIN_ENABLED) && !configuration.get(Options.SDK_DISABLED)
        ? new RecentTraces(ExportPipeline.besideBytes(configuration))
        : null;
  }

  LiveSettings settings() {
    return settings;
  }

  /** Says who lives by the settings that are not simply read when needed. */
  void connect(Tracer tracer, Sampling sampling, MetricsPipeline metrics) {
    LiveSettings.Change sampler = sampling.changeOf(tracer);
    settings.on(Options.SAMPLER, sampler);
    settings.on(Options.SAMPLER_ARG, sampler);
    settings.on(Options.SAMPLING_TAIL, sampler);
    settings.on(Options.SAMPLING_POLICIES, sampler);
    settings.on(Options.DEBUG, new ChangeDebug());
    LiveSettings.Change pause = new Pause(metrics);
    settings.on(Options.ENABLED, pause);
    pause.apply(start);
  }

  /** Starts the thread that serves and looks, for as long as the JVM lives. */
  void watch(
      String version,
      ResourceDetector resource,
      ExportPipeline pipeline,
      MetricsPipeline metrics,
      RecentTraces traces,
      WeavingAgent weaving) {
    AdminFacts facts =
        new AdminFacts(
            version,
            settings,
            metrics.metrics(),
            metrics.signals(),
            resource,
            traces,
            new Woven(weaving, start),
            pipeline.description(),
            metrics.description());
    RegisterBean late = new RegisterBean(version, settings);
    AdminThread admin = new AdminThread(facts, SettingsFile.of(start, settings), late);
    late.admin = admin;
    admin.start();
  }

  private static final class Install implements LiveSettings.Change {
    @Override
    public String apply(Configuration next) {
      Engine.reconfigure(next);
      return null;
    }
  }

  private static final class ChangeDebug implements LiveSettings.Change {
    @Override
    public String apply(Configuration next) {
      AgentLog.debug(next.get(Options.DEBUG));
      return null;
    }
  }

  private static final class Pause implements LiveSettings.Change {
    private final MetricsPipeline metrics;

    Pause(MetricsPipeline metrics) {
      this.metrics = metrics;
    }

    @Override
    public String apply(Configuration next) {
      metrics.pause(!next.get(Options.ENABLED));
      return null;
    }
  }

  private static final class RegisterBean implements Runnable {
    private final String version;
    private final LiveSettings settings;
    private AdminThread admin;

    RegisterBean(String version, LiveSettings settings) {
      this.version = version;
      this.settings = settings;
    }

    @Override
    public void run() {
      new AgentBean(version, Engine.serviceName(), settings, admin).register();
    }
  }

  private static final class Woven implements InstrumentationState.Source {
    private final WeavingAgent weaving;
    private final Configuration start;

    Woven(WeavingAgent weaving, Configuration start) {
      this.weaving = weaving;
      this.start = start;
    }

    @Override
    public List<InstrumentationState> states() {
      List<InstrumentationState> states = new ArrayList<>();
      if (weaving != null) {
        for (String name : weaving.instrumentations()) {
          states.add(
              new InstrumentationState(
                  name,
                  start.isInstrumentationEnabled(name),
                  weaving.report().wovenClasses(name),
                  weaving.report().problems(name)));
        }
      }
      return states;
    }
  }
}
