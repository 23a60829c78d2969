package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.export.AutoOtlpExporter;
import io.obsagent.engine.export.BufferLimit;
import io.obsagent.engine.export.ExportSchedule;
import io.obsagent.engine.export.ExportThread;
import io.obsagent.engine.export.FragmentExporter;
import io.obsagent.engine.export.FragmentQueue;
import io.obsagent.engine.export.console.ConsoleExporter;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happens to kept fragments, as {@code otel.traces.exporter} and its neighbours say. */
final class TracePipeline {
  /** Where OpenTelemetry collectors listen for OTLP over HTTP. */
  private static final int COLLECTOR_PORT = 4318;

  private final FragmentSink sink;
  private final List<FragmentExporter> exporters;
  private final ExportSchedule schedule;
  private final String description;
  private ExportThread thread;

  private TracePipeline(
      FragmentSink sink,
      List<FragmentExporter> exporters,
      ExportSchedule schedule,
      String description) {
    this.sink = sink;
    this.exporters = exporters;
    this.schedule = schedule;
    this.description = description;
  }

  static TracePipeline of(Configuration configuration, ServiceIdentity service) {
    List<FragmentExporter> exporters = new ArrayList<>();
    StringBuilder description = new StringBuilder();
    BufferLimit limit =
        new BufferLimit(
            configuration.get(Options.MEMORY_LIMIT),
            configuration.isSet(Options.BSP_MAX_QUEUE_SIZE)
                ? configuration.get(Options.BSP_MAX_QUEUE_SIZE)
                : 0);
    int delay = configuration.get(Options.BSP_SCHEDULE_DELAY).intValue();
    boolean prompt = false;
    for (String name : names(configuration)) {
      description.append(description.length() == 0 ? "" : ",");
      if (name.equals("console")) {
        exporters.add(
            ConsoleExporter.on(configuration.get(Options.CONSOLE_STREAM), service.name()));
        description.append("console");
        prompt = true;
      } else {
        addOtlp(configuration, service, limit, exporters, description);
      }
    }
    if (exporters.isEmpty()) {
      return new TracePipeline(new Forgotten(), exporters, null, "none");
    }
    if (prompt && !configuration.isSet(Options.BSP_SCHEDULE_DELAY)) {
      delay = ExportSchedule.PROMPT_DELAY_MILLIS;
    }
    return new TracePipeline(
        new FragmentQueue(limit),
        exporters,
        new ExportSchedule(delay, configuration.get(Options.BSP_MAX_EXPORT_BATCH_SIZE)),
        description.toString());
  }

  private static List<String> names(Configuration configuration) {
    List<String> names = configuration.get(Options.TRACES_EXPORTER);
    boolean none = names.contains("none") || configuration.get(Options.SDK_DISABLED);
    return none ? Collections.<String>emptyList() : names;
  }

  private static void addOtlp(
      Configuration configuration,
      ServiceIdentity service,
      BufferLimit limit,
      List<FragmentExporter> exporters,
      StringBuilder description) {
    OtlpWhenNeeded otlp = new OtlpWhenNeeded(configuration, service, limit);
    boolean asked =
        configuration.isSet(Options.OTLP_ENDPOINT)
            || configuration.isSet(Options.OTLP_TRACES_ENDPOINT)
            || configuration.isSet(Options.TRACES_EXPORTER)
            || configuration.isSet(Options.OTLP_PROTOCOL)
            || configuration.isSet(Options.OTLP_TRACES_PROTOCOL);
    if (asked) {
      exporters.add(otlp);
      description.append("otlp ").append(otlp.settings().endpoint());
    } else {
      exporters.add(new AutoOtlpExporter(COLLECTOR_PORT, limit, otlp));
      description.append("otlp localhost:").append(COLLECTOR_PORT).append(" (once it answers)");
    }
  }

  /** Makes the exporting thread, which also looks after the tracer's unfinished fragments. */
  void connect(Tracer tracer) {
    if (!exporters.isEmpty()) {
      List<Runnable> ticks = Collections.<Runnable>singletonList(new Sweep(tracer));
      thread = new ExportThread((FragmentQueue) sink, exporters, ticks, schedule);
    }
  }

  FragmentSink sink() {
    return sink;
  }

  /** For the start line. */
  String description() {
    return description;
  }

  /** Sends what is buffered and ends the thread; returns after {@code timeoutMillis} at most. */
  void shutdown(long timeoutMillis) {
    if (thread != null) {
      thread.shutdown(timeoutMillis);
    }
  }

  private static final class Forgotten implements FragmentSink {
    @Override
    public void accept(Fragment fragment) {}
  }

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
}
