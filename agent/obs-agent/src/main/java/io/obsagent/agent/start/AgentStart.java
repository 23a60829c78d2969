package io.obsagent.agent.start;

import io.obsagent.engine.Engine;
import io.obsagent.engine.admin.RecentTraces;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.export.ExportPipeline;
import io.obsagent.engine.export.MetricsPipeline;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.propagation.Propagators;
import io.obsagent.engine.recorder.FlightRecorder;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.tail.TailSampler;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.ExcludedClasses;
import io.obsagent.weaving.WeavingAgent;
import io.obsagent.weaving.WeavingPlan;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.instrument.Instrumentation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * Puts the agent together, inside its own class loader: configuration, log, engine, weaving, in
 * this order, because each needs those before it. Called once, on the thread that runs premain or
 * agentmain; what it throws, the entry class reports.
 */
public final class AgentStart implements BiConsumer<String, Instrumentation> {

  @Override
  public void accept(String arguments, Instrumentation instrumentation) {
    Configuration settings =
        ConfigurationReader.read(System.getProperties(), System.getenv(), arguments);
    List<String> complaints = new ArrayList<>(settings.complaints());
    openLog(settings);

    String version = version();
    ResourceDetector resource =
        ResourceDetector.of(settings, System.getProperties(), System.getenv(), version);
    TailSettings tailSettings = TailSettings.of(settings, resource);
    complaints.addAll(tailSettings.complaints());
    Configuration configuration = tailSettings.settings();
    RecentTraces recent = LiveAgent.recentTraces(configuration);
    ExportPipeline pipeline = ExportPipeline.of(configuration, resource, version, recent);
    FlightRecorder recorder =
        pipeline.recorderBytes() == 0 ? null : new FlightRecorder(pipeline.recorderBytes());
    TailSampler tail =
        new TailSampler(
            tailSettings.rules(), pipeline.sink(), recorder == null ? new Forgotten() : recorder);
    Sampling sampling = new Sampling(tail, resource);
    HeadSampler sampler = sampling.head(configuration, complaints);
    Tracer tracer =
        new Tracer(sampler, tail, limits(configuration), configuration.get(Options.DECISION_WAIT));
    pipeline.limits(tracer);
    pipeline.everySecond(new Sweep(tracer));
    tracer.whenUsed(new StartExport(pipeline));
    MetricsPipeline metrics = MetricsPipeline.of(configuration, resource, version);
    tail.report(metrics.metrics());
    pipeline.report(metrics.metrics());
    if (recorder != null) {
      recorder.report(metrics.metrics());
    }
    Engine.install(configuration, tracer, Propagators.configured(configuration), metrics.metrics());
    Engine.captureLogs(pipeline.logs());
    Engine.nameService(resource.serviceName());
    LiveAgent live = new LiveAgent(configuration);
    live.connect(tracer, sampling, metrics);

    WeavingAgent weaving =
        configuration.get(Options.SDK_DISABLED) ? null : weave(instrumentation, configuration);
    String start =
        version
            + " service="
            + resource.serviceName()
            + " traces="
            + pipeline.description()
            + (configuration.isSet(Options.METRICS_EXPORTER)
                ? " metrics=" + metrics.description()
                : "")
            + " sampler="
            + sampler.description()
            + (tail.rules() == null ? "" : " tail=" + tail.rules().description());
    StatusFile status =
        new StatusFile(configuration.get(Options.STATUS_FILE), start, weaving, metrics.signals());
    Runtime.getRuntime()
        .addShutdownHook(new ShutdownHook(configuration, tracer, pipeline, metrics, status));
    metrics.start();
    if (weaving != null) {
      live.watch(version, resource, pipeline, metrics, recent, weaving);
    }

    AgentLog.event(start);
    for (String complaint : complaints) {
      AgentLog.event(complaint);
    }
  }

  private static void openLog(Configuration configuration) {
    AgentLog.debug(configuration.get(Options.DEBUG));
    String file = configuration.get(Options.LOG_FILE);
    if (file != null) {
      try {
        AgentLog.redirect(new PrintStream(new FileOutputStream(file, true), true, "UTF-8"));
      } catch (IOException | SecurityException unwritable) {
        AgentLog.event(
            Options.LOG_FILE.name()
                + "="
                + file
                + " cannot be written ("
                + unwritable.getMessage()
                + "): standard error is used");
      }
    }
  }

  private static SpanLimits limits(Configuration configuration) {
    return new SpanLimits(
        configuration.get(
            Options.SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT, Options.ATTRIBUTE_VALUE_LENGTH_LIMIT),
        configuration.get(Options.SPAN_ATTRIBUTE_COUNT_LIMIT, Options.ATTRIBUTE_COUNT_LIMIT),
        configuration.get(Options.SPAN_EVENT_COUNT_LIMIT),
        configuration.get(Options.SPAN_LINK_COUNT_LIMIT));
  }

  private static List<String> excluded(Configuration configuration) {
    List<String> excluded = new ArrayList<>(configuration.get(Options.EXCLUDE_CLASSES));
    if (AotTraining.isUnderWay()) {
      excluded.add("java.lang.Thread");
    }
    return excluded;
  }

  /** Null when weaving is impossible; the application then runs untraced, and a line says so. */
  private static WeavingAgent weave(Instrumentation instrumentation, Configuration configuration) {
    ClassLoader inside = AgentStart.class.getClassLoader();
    try (InputStream in = inside.getResourceAsStream(WeavingPlan.RESOURCE)) {
      return WeavingAgent.install(
          instrumentation,
          WeavingPlan.read(in),
          AdviceBytes.resourcesOf(inside),
          new EnabledIn(configuration),
          new ExcludedClasses(excluded(configuration)),
          true);
    } catch (IOException unreadable) {
      AgentLog.event("nothing is woven, the weaving plan cannot be read: " + unreadable);
      return null;
    }
  }

  /** Written into the JAR by its assembler. */
  private static String version() {
    try (InputStream in = AgentStart.class.getResourceAsStream("version")) {
      ByteArrayOutputStream text = new ByteArrayOutputStream(16);
      for (int next = in.read(); next >= 0; next = in.read()) {
        text.write(next);
      }
      return new String(text.toByteArray(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      return "unknown";
    }
  }

  /** What the exporting thread does every second for fragments that do not end by themselves. */
  private static final class Sweep implements Runnable {
    private final Tracer tracer;

    Sweep(Tracer tracer) {
      this.tracer = tracer;
    }

    @Override
    public void run() {
      tracer.sweep();
    }
  }

  /** The exporting thread starts with the first trace, whether it completes or not. */
  private static final class StartExport implements Runnable {
    private final ExportPipeline pipeline;

    StartExport(ExportPipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public void run() {
      pipeline.start();
    }
  }

  /** Where fragments go that the tail sampler does not keep. */
  private static final class Forgotten implements FragmentSink {
    @Override
    public void accept(Fragment fragment) {}
  }

  private static final class EnabledIn implements Predicate<String> {
    private final Configuration configuration;

    EnabledIn(Configuration configuration) {
      this.configuration = configuration;
    }

    @Override
    public boolean test(String instrumentation) {
      return configuration.isInstrumentationEnabled(instrumentation);
    }
  }
}
