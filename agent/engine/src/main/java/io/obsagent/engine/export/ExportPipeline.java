package io.obsagent.engine.export;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.LogExport;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.export.console.ConsoleExporter;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogMemory;
import io.obsagent.engine.logs.LogQueue;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.resource.ResourceDetector;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * From kept fragments to wherever they go, joined as the configuration says. Made in premain, where
 * it loads none of OpenTelemetry and starts no thread.
 *
 * <p>{@code otel.traces.exporter} names the exporters; {@code none} among them means none. Where
 * neither it nor an OTLP endpoint or protocol is set, {@link AutoOtlpExporter} looks for a
 * collector on this machine, in silence.
 */
public final class ExportPipeline {
  private static final int AUTO_PORT = 4318;
  private static final int BESIDE_SHARE = 16;

  /** How often the export thread comes by of itself. */
  private static final int TICK_MILLIS = 1_000;

  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent");

  private final FragmentSink sink;
  private final BufferLimit limit;
  private final ExportThread thread;
  private final String description;
  private final LogCapture logs;

  private ExportPipeline(
      FragmentSink sink,
      BufferLimit limit,
      ExportThread thread,
      String description,
      LogCapture logs) {
    this.sink = sink;
    this.limit = limit;
    this.thread = thread;
    this.description = description;
    this.logs = logs;
  }

  /**
   * Joins what the settings name.
   *
   * @param resource of every span; asked for everything only on the exporting thread
   * @param version of the agent
   */
  public static ExportPipeline of(
      Configuration settings, ResourceDetector resource, String version) {
    return of(settings, resource, version, null);
  }

  /**
   * As the other form.
   *
   * @param beside takes every batch before the exporters do; null for none. {@link #besideBytes} of
   *     the memory are its
   */
  public static ExportPipeline of(
      Configuration settings, ResourceDetector resource, String version, FragmentExporter beside) {
    // Without a setting of its own the number of spans is bounded by memory alone: a bound of 2048
    // would drop spans in a busy second although there is room for them.
    BufferLimit limit =
        new BufferLimit(
            settings.get(Options.MEMORY_LIMIT) - (beside == null ? 0 : besideBytes(settings)),
            settings.isSet(Options.BSP_MAX_QUEUE_SIZE)
                ? settings.get(Options.BSP_MAX_QUEUE_SIZE)
                : 0);
    limit.reserve(settings.get(Options.RECORDER_SIZE));
    List<String> names = settings.get(Options.TRACES_EXPORTER);
    boolean traces = !names.isEmpty() && !settings.get(Options.SDK_DISABLED);
    boolean logs =
        LogExport.of(settings) != LogExport.NONE
            || LogExport.hasRequestEvents(settings)
            || (traces && LogExport.areErrorsMarked(settings));
    if (!traces && !logs) {
      return new ExportPipeline(new Nowhere(), limit, null, "none", LogCapture.off());
    }
    int delay = millis(settings.get(Options.BSP_SCHEDULE_DELAY));
    int batch = settings.get(Options.BSP_MAX_EXPORT_BATCH_SIZE);
    boolean console = names.contains("console");
    List<FragmentExporter> exporters = new ArrayList<>();
    if (beside != null) {
      exporters.add(beside);
    }
    List<String> descriptions = new ArrayList<>();
    if (traces && names.contains("otlp")) {
      OtlpSettings otlp = OtlpSettings.from(settings);
      // The thread itself waits the delay, unless a person is watching the console.
      ExportSchedule schedule = new ExportSchedule(console ? delay : 1, batch);
      int timeout = millis(settings.get(Options.BSP_EXPORT_TIMEOUT));
      OtlpMaker maker = new OtlpMaker(otlp, resource, version, limit, schedule, timeout);
      if (isAuto(settings)) {
        exporters.add(new AutoOtlpExporter(AUTO_PORT, limit, maker));
        descriptions.add("otlp to a collector on localhost:" + AUTO_PORT + " once there is one");
      } else {
        exporters.add(new LazyExporter(maker));
        descriptions.add("otlp to " + Endpoints.shown(otlp.endpoint()));
      }
    }
    if (traces && console) {
      String stream = settings.get(Options.CONSOLE_STREAM);
      exporters.add(ConsoleExporter.on(stream, resource.serviceName()));
      descriptions.add("console on " + stream);
    }
    LogCapture capture = LogCapture.off();
    if (logs) {
      int logBatch = settings.get(Options.BLRP_MAX_EXPORT_BATCH_SIZE);
      int logDelay = millis(settings.get(Options.BLRP_SCHEDULE_DELAY));
      LogMemory memory = limit.shareWithLogs();
      Integer most = settings.get(Options.BLRP_MAX_QUEUE_SIZE);
      LogQueue queue =
          new LogQueue(memory, most == null ? 0 : most, logBatch, logDelay < TICK_MILLIS);
      exporters.add(
          new LogExporter(
              queue,
              memory,
              logBatch,
              logDelay,
              logsOverOtlp(settings, resource, version, memory),
              LogExport.areRequestsPrinted(settings)
                  ? new RequestLines(System.out, resource.serviceName())
                  : null));
      capture = LogCapture.of(settings, memory, queue);
    }
    FragmentQueue queue = new FragmentQueue(limit);
    ExportThread thread =
        new ExportThread(
            queue,
            exporters,
            new ExportSchedule(console ? ExportSchedule.PROMPT_DELAY_MILLIS : delay, batch));
    return new ExportPipeline(
        traces ? queue : new Nowhere(),
        limit,
        thread,
        traces ? joined(descriptions) : "none",
        capture);
  }

  /** Null if no record goes to a collector. */
  private static LogExporter.Destination logsOverOtlp(
      Configuration settings, ResourceDetector resource, String version, LogMemory memory) {
    if (LogExport.of(settings) == LogExport.NONE && LogExport.areRequestsPrinted(settings)) {
      return null;
    }
    OtlpSettings otlp = OtlpSettings.forLogs(settings);
    String collector = Endpoints.shown(otlp.endpoint());
    boolean spansGoThere =
        settings.get(Options.TRACES_EXPORTER).contains("otlp")
            && collector.equals(Endpoints.shown(OtlpSettings.from(settings).endpoint()));
    return new LogDestination(
        otlp,
        resource,
        version,
        CollectorHealth.ofLogs(
            collector, spansGoThere, memory.most(), CollectorHealth.FIRST_PAUSE_MILLIS),
        settings.get(Options.BLRP_MAX_EXPORT_BATCH_SIZE),
        millis(settings.get(Options.BLRP_EXPORT_TIMEOUT)),
        LogExport.isDestinationKnown(settings));
  }

  /** The part of {@code obs.memory.limit} for what stands beside the exporters. */
  public static long besideBytes(Configuration settings) {
    return new BufferLimit(settings.get(Options.MEMORY_LIMIT), 0).bytes() / BESIDE_SHARE;
  }

  private static boolean isAuto(Configuration settings) {
    return !settings.isSet(Options.TRACES_EXPORTER)
        && !settings.isSet(Options.OTLP_ENDPOINT)
        && !settings.isSet(Options.OTLP_TRACES_ENDPOINT)
        && !settings.isSet(Options.OTLP_PROTOCOL)
        && !settings.isSet(Options.OTLP_TRACES_PROTOCOL);
  }

  private static int millis(long millis) {
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, millis));
  }

  private static String joined(List<String> texts) {
    StringBuilder joined = new StringBuilder();
    for (String text : texts) {
      joined.append(joined.length() == 0 ? "" : ", ").append(text);
    }
    return joined.toString();
  }

  /** Where kept fragments are offered. */
  public FragmentSink sink() {
    return sink;
  }

  /** Where loggers hand in what is to be exported. */
  public LogCapture logs() {
    return logs;
  }

  /** For the start line: what is exported where. */
  public String description() {
    return description;
  }

  /**
   * Counts what the tracer holds undecided against the limit, and makes the tracer let go of it
   * when there is too much.
   */
  public void limits(Tracer tracer) {
    limit.undecided(new Undecided(tracer));
    tracer.boundedBy(new Over(this));
  }

  /** Bytes, estimated, of everything that waits: for a decision, in the queue, for an answer. */
  public long usedBytes() {
    long queued = sink instanceof FragmentQueue ? ((FragmentQueue) sink).queuedBytes() : 0;
    return limit.undecidedBytes() + queued + limit.heldBytes();
  }

  /** Bytes of {@code obs.memory.limit} that are left to a flight recorder; 0 for none. */
  public long recorderBytes() {
    return limit.reservedBytes();
  }

  /** The limit on {@link #usedBytes} in force. */
  public long limitBytes() {
    return limit.bytes();
  }

  /** Publishes {@code obs.buffer.used}. */
  public void report(Metrics metrics) {
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "obs.buffer.used",
        "By",
        "Estimated memory of spans that wait for a decision or for export.",
        new Used(this));
  }

  /** Adds what the export thread does about once a second. */
  public void everySecond(Runnable task) {
    if (thread != null) {
      thread.everySecond(task);
    }
  }

  /**
   * Starts the thread, which otherwise starts with the first kept fragment; needed some time after
   * premain so that what is done {@linkplain #everySecond every second} is done.
   */
  public void start() {
    if (thread != null) {
      thread.start();
    }
  }

  /** As {@link ExportThread#flush}. */
  public boolean flush(long timeoutMillis) {
    return thread == null || thread.flush(timeoutMillis);
  }

  /** As {@link ExportThread#shutdown}. */
  public boolean shutdown(long timeoutMillis) {
    return thread == null || thread.shutdown(timeoutMillis);
  }

  private static final class Undecided implements LongSupplier {
    private final Tracer tracer;

    Undecided(Tracer tracer) {
      this.tracer = tracer;
    }

    @Override
    public long getAsLong() {
      return tracer.undecidedBytes();
    }
  }

  /** Bytes above the limit, or, if negative, left below it. */
  private static final class Over implements LongSupplier {
    private final ExportPipeline pipeline;

    Over(ExportPipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public long getAsLong() {
      return pipeline.usedBytes() - pipeline.limitBytes();
    }
  }

  private static final class Used implements Observation.Source {
    private final ExportPipeline pipeline;

    Used(ExportPipeline pipeline) {
      this.pipeline = pipeline;
    }

    @Override
    public void observe(Observation to) {
      to.set(pipeline.usedBytes());
    }
  }

  private static final class Nowhere implements FragmentSink {
    @Override
    public void accept(Fragment fragment) {}
  }
}
