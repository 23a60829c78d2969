package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** Requests of one kind to one service for some time, by a few connections. */
final class Load implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          CONNECTIONS,
          body -> {
            Thread thread = new Thread(body, "load");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * What came of it.
   *
   * @param requests answered with 200; anything else ends the comparison
   * @param seconds from the first request to the last answer
   * @param latencies in microseconds
   */
  record Result(long requests, double seconds, Histogram latencies) {
    double rate() {
      return requests / seconds;
    }

    double millis(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }
  }

  /** Each connection sends the next request when the last is answered. */
  Result closedLoop(int port, Kind kind, long millis) {
    return run(
        () -> {
          Histogram latencies = histogram();
          byte[] request = kind.request();
          try (Connection connection = new Connection(port)) {
            long start = System.nanoTime();
            long end = start + millis * 1_000_000;
            for (long now = start; now < end; ) {
              connection.get(request);
              long then = System.nanoTime();
              latencies.recordValue(Math.min(60_000_000, (then - now) / 1_000));
              now = then;
            }
          }
          return latencies;
        });
  }

  /**
   * So many requests a second. A latency counts from when the request was due, whether or not the
   * connection was free: a service that stalls cannot hide it.
   */
  Result fixedRate(int port, Kind kind, long millis, double perSecond) {
    long gap = (long) (1e9 * CONNECTIONS / perSecond);
    return run(
        () -> {
          Histogram latencies = histogram();
          byte[] request = kind.request();
          try (Connection connection = new Connection(port)) {
            long due = System.nanoTime() + (long) (Math.random() * gap);
            long end = due + millis * 1_000_000;
            for (; due < end; due += gap) {
              for (long wait = due - System.nanoTime(); wait > 0; ) {
                LockSupport.parkNanos(wait);
                wait = due - System.nanoTime();
              }
              connection.get(request);
              latencies.recordValue(Math.min(60_000_000, (System.nanoTime() - due) / 1_000));
            }
          }
          return latencies;
        });
  }

  private Result run(Callable<Histogram> connection) {
    long start = System.nanoTime();
    List<Future<Histogram>> running = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      running.add(threads.submit(connection));
    }
    Histogram all = histogram();
    try {
      for (Future<Histogram> each : running) {
        all.add(each.get());
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("The service does not answer", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return new Result(all.getTotalCount(), (System.nanoTime() - start) / 1e9, all);
  }

  /** One request on a connection of its own. */
  static void once(int port, Kind kind) {
    try (Connection connection = new Connection(port)) {
      connection.get(kind.request());
    } catch (IOException e) {
      throw new IllegalStateException("The service does not answer " + kind.path(), e);
    }
  }

  private static Histogram histogram() {
    return new Histogram(1, 60_000_000, 3);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
