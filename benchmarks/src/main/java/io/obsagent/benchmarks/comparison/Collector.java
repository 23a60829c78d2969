package io.obsagent.benchmarks.comparison;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Our side of the {@link Sink} that runs in another JVM. */
final class Collector implements AutoCloseable {

  /**
   * What one service has sent so far.
   *
   * @param spans but those of kind INTERNAL, whose number depends on the load
   * @param internal the others
   * @param points data points of metrics
   * @param requests what {@code http.server.request.duration} counts
   * @param bytes of all bodies
   */
  record Counts(long spans, long internal, long points, long requests, long bytes) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0);
  }

  private final Child child;
  private final int port;

  private Collector(Child child) {
    this.child = child;
    this.port = Integer.parseInt(child.await("sink"));
  }

  static Collector start(Path folder) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new Collector(
        Child.start(
            List.of(
                java.toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Sink.class.getName()),
            folder,
            "sink"));
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  Map<String, Counts> counts() {
    Map<String, Counts> services = new HashMap<>();
    for (String word : child.ask("counts").split(" ")) {
      if (!word.isEmpty()) {
        int equals = word.lastIndexOf('=');
        String[] n = word.substring(equals + 1).split(",");
        services.put(
            word.substring(0, equals),
            new Counts(
                Long.parseLong(n[0]),
                Long.parseLong(n[1]),
                Long.parseLong(n[2]),
                Long.parseLong(n[3]),
                Long.parseLong(n[4])));
      }
    }
    return services;
  }

  Counts of(Candidate candidate) {
    return counts().getOrDefault(candidate.name(), Counts.NONE);
  }

  @Override
  public void close() {
    child.close();
  }
}
