package io.obsagent.engine.export;

import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;

/**
 * One of the few requests that may be under way at a time, with the views its spans are shown
 * through. Reused for the next batch once its answer is there; abandoned if no answer comes, since
 * somebody may still be reading.
 */
final class Flight {
  private final ExportNames names;
  private final List<SpanView> views = new ArrayList<>();
  private final List<SpanData> spans = new ArrayList<>();
  private Batch batch;
  private Attempt attempt;
  private long startedNanos;

  Flight(ExportNames names) {
    this.names = names;
  }

  boolean isFree() {
    return batch == null;
  }

  void board(Batch batch, long nowNanos) {
    this.batch = batch;
    this.attempt = new Attempt();
    this.startedNanos = nowNanos;
    List<Fragment> fragments = batch.fragments();
    for (int i = 0; i < fragments.size(); i++) {
      Fragment fragment = fragments.get(i);
      RecordedSpan span = fragment.last();
      String traceId = span.traceIdHex();
      for (; span != null; span = Fragment.next(span)) {
        show(fragment, span, traceId);
      }
    }
  }

  private void show(Fragment fragment, RecordedSpan span, String traceId) {
    if (views.size() == spans.size()) {
      views.add(new SpanView(names));
    }
    SpanView view = views.get(spans.size());
    view.bind(fragment, span, traceId);
    spans.add(view);
  }

  /** The answer is there, or the request was never made: nobody reads the views any more. */
  Batch land() {
    Batch landed = batch;
    for (int i = 0; i < spans.size(); i++) {
      views.get(i).unbind();
    }
    spans.clear();
    batch = null;
    attempt = null;
    return landed;
  }

  Batch batch() {
    return batch;
  }

  Attempt attempt() {
    return attempt;
  }

  long startedNanos() {
    return startedNanos;
  }

  List<SpanData> spans() {
    return spans;
  }
}
