package io.obsagent.engine.export;

import io.obsagent.engine.metrics.ExportedTraces;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.List;

/** Fragments that travel in one request, together until they arrive or are given up. */
final class Batch {
  private final List<Fragment> fragments = new ArrayList<>();
  private int spans;
  private long bytes;
  private int attempts;
  private long firstFailureNanos;

  /** What a fragment keeps alive, in bytes, estimated. */
  static long bytesOf(Fragment fragment) {
    long bytes = 64;
    for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
      bytes += span.estimatedBytes();
    }
    return bytes;
  }

  void add(Fragment fragment, long itsBytes) {
    fragments.add(fragment);
    spans += fragment.size();
    bytes += itsBytes;
  }

  /** A collector has taken all of it: exemplars may lead there. */
  void exported() {
    for (int i = 0; i < fragments.size(); i++) {
      RecordedSpan span = fragments.get(i).last();
      if (span != null) {
        ExportedTraces.exported(span.traceIdHigh(), span.traceIdLow());
      }
    }
  }

  List<Fragment> fragments() {
    return fragments;
  }

  boolean isEmpty() {
    return fragments.isEmpty();
  }

  int spans() {
    return spans;
  }

  long bytes() {
    return bytes;
  }

  int attempts() {
    return attempts;
  }

  long firstFailureNanos() {
    return firstFailureNanos;
  }

  void failed(long nowNanos) {
    if (attempts++ == 0) {
      firstFailureNanos = nowNanos;
    }
  }
}
