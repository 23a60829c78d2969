package io.obsagent.engine.recorder;

import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.Metrics;
import io.obsagent.engine.metrics.Observation;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Keeps what the tail sampler did not, compactly encoded in a ring of fixed size, until it is
 * overwritten: a trace can be asked for by its id some time after it was decided.
 *
 * <p>An application's thread only hands the fragment over: one offer to a lock-free queue, no
 * allocation, and at most fifty times a second one wake-up. Building deferred texts and encoding is
 * done by a thread of its own, a daemon that exists only where there is a recorder, starts with the
 * first fragment and sleeps while there is nothing to do. What comes faster than it encodes is
 * counted as {@code recorder.overrun} and forgotten, as it would be without a recorder.
 */
public final class FlightRecorder implements FragmentSink {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("io.obsagent");
  private static final int SLOTS = 2_048;
  private static final long GATHER_NANOS = 20_000_000;

  private final MpscAtomicArrayQueue<Fragment> waiting = new MpscAtomicArrayQueue<>(SLOTS);
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean asleep = new AtomicBoolean(true);
  private final Thread thread;

  // Guarded by this.
  private final RecordRing ring;
  private final FragmentCodec codec = new FragmentCodec();
  private final ByteWriter writer = new ByteWriter();

  /**
   * @param bytes of the ring; whole pieces of 64 KiB
   */
  public FlightRecorder(long bytes) {
    this.ring = new RecordRing(bytes);
    this.thread = new Thread(null, new Body(), "obs-agent-recorder");
    thread.setDaemon(true);
    thread.setContextClassLoader(null);
  }

  @Override
  public void accept(Fragment fragment) {
    if (!waiting.offer(fragment)) {
      AgentHealth.count("recorder.overrun", fragment.size());
    }
    if (asleep.get() && asleep.compareAndSet(true, false)) {
      wake();
    }
  }

  private void wake() {
    if (!started.get() && started.compareAndSet(false, true)) {
      try {
        thread.start();
      } catch (Throwable noMemory) {
        AgentHealth.count("recorder.faults");
      }
    }
    LockSupport.unpark(thread);
  }

  /** Encodes what waits; returns how many that were. */
  private synchronized int record() {
    int count = 0;
    for (Fragment fragment = waiting.relaxedPoll();
        fragment != null;
        fragment = waiting.relaxedPoll()) {
      count++;
      try {
        record(fragment);
      } catch (Throwable fault) {
        // A deferred text that cannot be built costs its fragment and nothing else.
        AgentHealth.count("recorder.faults");
      }
    }
    return count;
  }

  private void record(Fragment fragment) {
    Context identity = fragment.last();
    writer.clear();
    codec.write(fragment, writer);
    if (!ring.add(
        identity.traceIdHigh(),
        identity.traceIdLow(),
        System.nanoTime(),
        writer.bytes(),
        writer.size())) {
      AgentHealth.count("recorder.overrun", fragment.size());
    }
  }

  /**
   * Everything that is still here of a trace, the oldest first: late and partial fragments are
   * fragments of their own. Each call makes them anew; they are without a verdict. Any thread;
   * costs the decoding, and the encoding of what waits.
   *
   * @param tracer whose limits they have
   * @return empty if there is nothing
   */
  public List<Fragment> find(long traceIdHigh, long traceIdLow, Tracer tracer) {
    record();
    List<Fragment> found = new ArrayList<>();
    synchronized (this) {
      for (long at = ring.newest(traceIdHigh, traceIdLow); at >= 0; at = ring.before(at)) {
        found.add(0, codec.read(tracer, traceIdHigh, traceIdLow, new ByteReader(ring.body(at))));
      }
    }
    return found;
  }

  /** Age in nanoseconds of the oldest trace that can still be found; 0 if there is none. */
  public synchronized long eventHorizonNanos() {
    long now = System.nanoTime();
    return Math.max(0, now - ring.oldestNanos(now));
  }

  /** Bytes of the ring that hold what can be found. */
  public synchronized long usedBytes() {
    return ring.used();
  }

  /** Bytes the ring takes once it is full. */
  public long capacityBytes() {
    return ring.capacity();
  }

  /** Publishes {@code obs.buffer.event_horizon} and {@code obs.recorder.used}. */
  public void report(Metrics metrics) {
    metrics.observe(
        Instrument.Kind.GAUGE,
        SCOPE,
        "obs.buffer.event_horizon",
        "s",
        "Age of the oldest trace that was not kept and can still be asked for.",
        new Horizon());
    metrics.observe(
        Instrument.Kind.UP_DOWN_COUNTER,
        SCOPE,
        "obs.recorder.used",
        "By",
        "Memory of traces that were not kept and can still be asked for.",
        new Used());
  }

  private final class Horizon implements Observation.Source {
    @Override
    public void observe(Observation to) {
      to.set(eventHorizonNanos() / 1e9);
    }
  }

  private final class Used implements Observation.Source {
    @Override
    public void observe(Observation to) {
      to.set(usedBytes());
    }
  }

  private final class Body implements Runnable {
    @Override
    public void run() {
      Context.OWN.makeCurrent();
      for (; ; ) {
        try {
          loop();
        } catch (Throwable fault) {
          AgentHealth.count("recorder.faults");
        }
      }
    }

    private void loop() {
      for (; ; ) {
        if (record() > 0) {
          LockSupport.parkNanos(FlightRecorder.this, GATHER_NANOS);
          continue;
        }
        asleep.set(true);
        // Whoever offers sees that, or is seen here.
        if (!waiting.isEmpty() && asleep.compareAndSet(true, false)) {
          continue;
        }
        LockSupport.park(FlightRecorder.this);
      }
    }
  }
}
