package io.obsagent.engine.metrics;

/**
 * The conventions' bucket boundaries, in seconds.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/http/http-metrics/">HTTP metrics</a>
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/db/database-metrics/">Database
 *     metrics</a>
 */
public enum Buckets {
  /** HTTP servers and clients, messaging. */
  HTTP(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10),
  /** Databases and connection pools. */
  DATABASE(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10),
  /** {@code jvm.gc.duration}. */
  GC(0.01, 0.1, 1, 10);

  final double[] edges;

  Buckets(double... edges) {
    this.edges = edges;
  }

  /** How many edges there are; buckets are one more. */
  public int size() {
    return edges.length;
  }

  /** Inclusive upper edge of the {@code index}-th bucket, in seconds. */
  public double edge(int index) {
    return edges[index];
  }
}
