package io.obsagent.engine.export;

import io.obsagent.engine.trace.Fragment;
import java.util.List;

/** Makes an exporter with its first fragments, on the exporting thread. */
final class LazyExporter implements FragmentExporter {
  private final AutoOtlpExporter.Found maker;
  private Runnable wake;
  private FragmentExporter exporter;

  LazyExporter(AutoOtlpExporter.Found maker) {
    this.maker = maker;
  }

  @Override
  public void attach(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void export(List<Fragment> batch) {
    if (exporter == null) {
      FragmentExporter made = maker.exporter();
      made.attach(wake);
      exporter = made;
    }
    exporter.export(batch);
  }

  @Override
  public long work(long nowNanos) {
    return exporter == null ? NOTHING : exporter.work(nowNanos);
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return exporter == null || exporter.flush(timeoutMillis);
  }

  @Override
  public void close() {
    if (exporter != null) {
      exporter.close();
    }
  }
}
