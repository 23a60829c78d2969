package io.obsagent.engine.export;

import io.obsagent.engine.trace.Fragment;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.resources.Resource;
import java.util.List;

/** Queue, thread and OTLP exporter as the agent joins them, with short delays. */
final class OtlpRig implements AutoCloseable {
  static final Resource RESOURCE =
      Resource.create(Attributes.builder().put("service.name", "shop").build());

  final BufferLimit limit;
  final FragmentQueue queue;
  final OtlpTraceExporter exporter;
  final ExportThread thread;

  OtlpRig(OtlpSettings settings) {
    this(settings, new BufferLimit(BufferLimit.DEFAULT_BYTES, 0), 1);
  }

  /**
   * @param firstPauseMillis before the first retry
   */
  OtlpRig(OtlpSettings settings, BufferLimit limit, long firstPauseMillis) {
    this.limit = limit;
    queue = new FragmentQueue(limit);
    exporter =
        new OtlpTraceExporter(
            settings,
            RESOURCE,
            "1.2.3",
            limit,
            new ExportSchedule(1, 512),
            OtlpTraceExporter.DEFAULT_EXPORT_TIMEOUT_MILLIS,
            firstPauseMillis);
    thread = new ExportThread(queue, List.of(exporter), new ExportSchedule(5, 512));
  }

  void offer(Fragment fragment) {
    queue.accept(fragment);
  }

  void offer(String name) {
    offer(TestTraces.fragment(name, 1, false));
  }

  @Override
  public void close() {
    thread.shutdown(100);
  }
}
