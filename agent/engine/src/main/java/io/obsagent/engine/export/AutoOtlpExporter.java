package io.obsagent.engine.export;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.trace.Fragment;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What happens to traces where nobody said where they go. A collector on this machine (OTLP/HTTP on
 * port 4318 of the loopback address) is looked for when the first fragment is kept, with one empty
 * request, and again after 10 s, 20 s, 40 s and so on up to every five minutes, only while there is
 * something to send. Until one answers, the most recent fragments are kept, at most 256 of them and
 * 1 MiB, and the older ones forgotten; nothing is printed. Once one answers, there is one line,
 * what was kept goes out, and from then on all is as if that collector had been configured.
 *
 * <p>gRPC on 4317 is not tried: every collector that has it has 4318 as well, and trying would load
 * a second HTTP stack for nothing.
 *
 * <p>Spans forgotten while nobody was there to take them are counted as {@code
 * dropped.no_collector}.
 */
public final class AutoOtlpExporter implements FragmentExporter {
  /** Makes the exporter once a collector has been found. */
  public interface Found {
    FragmentExporter exporter();
  }

  private static final int MAX_FRAGMENTS = 256;
  private static final long MAX_BYTES = 1L << 20;
  private static final long FIRST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long MAX_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(300);

  private final LongSupplier clock;
  private final int port;
  private final Found found;
  private final BufferLimit limit;
  private final ArrayDeque<Fragment> recent = new ArrayDeque<>();
  private long recentBytes;
  private long pauseNanos = FIRST_PAUSE_NANOS;
  private long nextProbeNanos;
  private boolean probed;
  private Runnable wake;
  private FragmentExporter exporter;

  /**
   * @param port to look at on the loopback address, 4318 by default
   * @param limit what is kept here is held against it
   * @param found makes the exporter, on the exporting thread
   */
  public AutoOtlpExporter(int port, BufferLimit limit, Found found) {
    this(port, limit, found, new MonotonicClock());
  }

  AutoOtlpExporter(int port, BufferLimit limit, Found found, LongSupplier clock) {
    this.clock = clock;
    this.port = port;
    this.limit = limit;
    this.found = found;
  }

  @Override
  public void attach(Runnable wake) {
    this.wake = wake;
  }

  @Override
  public void export(List<Fragment> batch) {
    if (exporter != null) {
      exporter.export(batch);
      return;
    }
    for (int i = 0; i < batch.size(); i++) {
      keep(batch.get(i));
    }
    long now = clock.getAsLong();
    if (!probed || now - nextProbeNanos >= 0) {
      probe(now);
    }
  }

  private void keep(Fragment fragment) {
    recent.add(fragment);
    hold(Batch.bytesOf(fragment), fragment.size());
    while (recent.size() > MAX_FRAGMENTS || recentBytes > MAX_BYTES) {
      Fragment oldest = recent.poll();
      hold(-Batch.bytesOf(oldest), -oldest.size());
      AgentHealth.count("dropped.no_collector", oldest.size());
    }
  }

  private void hold(long bytes, int spans) {
    recentBytes += bytes;
    limit.hold(bytes, spans);
  }

  private void probe(long nowNanos) {
    probed = true;
    if (!LocalCollector.takes(port, LocalCollector.TRACES)) {
      nextProbeNanos = nowNanos + pauseNanos;
      pauseNanos = Math.min(MAX_PAUSE_NANOS, pauseNanos * 2);
      return;
    }
    AgentLog.event("collector at localhost:" + port + " found, exporting");
    FragmentExporter made = found.exporter();
    made.attach(wake);
    List<Fragment> kept = new ArrayList<>(recent);
    forget();
    exporter = made;
    exporter.export(Collections.unmodifiableList(kept));
  }

  private void forget() {
    for (Fragment fragment = recent.poll(); fragment != null; fragment = recent.poll()) {
      hold(-Batch.bytesOf(fragment), -fragment.size());
    }
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
    AgentHealth.count("dropped.no_collector", spans());
    forget();
  }

  private int spans() {
    int spans = 0;
    for (Fragment fragment : recent) {
      spans += fragment.size();
    }
    return spans;
  }

  private static final class MonotonicClock implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.nanoTime();
    }
  }
}
