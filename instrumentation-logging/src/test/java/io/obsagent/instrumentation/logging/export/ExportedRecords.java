package io.obsagent.instrumentation.logging.export;

import io.obsagent.engine.Engine;
import io.obsagent.engine.logs.LogCapture;
import io.obsagent.engine.logs.LogEntry;
import io.obsagent.engine.logs.LogMemory;
import io.obsagent.engine.logs.LogQueue;
import io.obsagent.engine.logs.LogRing;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.instrumentation.logging.Weaving;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/** This module's instrumentations, woven, and what they hand in. */
final class ExportedRecords implements AutoCloseable {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  private final Weaving weaving;
  private final LogMemory memory = new LogMemory(1L << 30);
  private final LogQueue queue = new LogQueue(memory, 0, 512, false);
  private final List<LogEntry> kept = new ArrayList<>();
  private final Tracer tracer;

  private ExportedRecords(Properties options) {
    weaving = Weaving.with(options);
    tracer =
        new Tracer(
            HeadSamplers.configured(Engine.configuration(), new ArrayList<>()),
            this::keep,
            SpanLimits.DEFAULT);
    Engine.captureLogs(LogCapture.of(Engine.configuration(), memory, queue));
  }

  /** With these settings, as name, value, name, value... */
  static ExportedRecords with(String... settings) {
    Properties options = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      options.setProperty(settings[i], settings[i + 1]);
    }
    return new ExportedRecords(options);
  }

  private void keep(Fragment fragment) {
    fragment.keepLogs();
    LogRing ring = fragment.takeLogs();
    if (ring != null) {
      ring.drainTo(kept);
      ring.forget();
    }
  }

  /** Runs the work inside a span that is recorded, and kept. */
  Span inSpan(Runnable work) {
    Span span = tracer.startChild(SpanKind.INTERNAL, SCOPE, System.nanoTime());
    var before = span.makeCurrent();
    try {
      work.run();
    } finally {
      span.restore(before);
      span.end();
    }
    return span;
  }

  /** What was handed in since the last call: with kept fragments, then by itself. */
  List<LogEntry> take() {
    List<LogEntry> all = new ArrayList<>(kept);
    kept.clear();
    for (LogEntry entry = queue.poll(); entry != null; entry = queue.poll()) {
      all.add(entry);
    }
    return all;
  }

  List<String> bodies() {
    return take().stream().map(LogEntry::body).toList();
  }

  @Override
  public void close() {
    Engine.captureLogs(LogCapture.off());
    weaving.close();
  }
}
