package io.obsagent.smoke.services;

import io.obsagent.smoke.http.WebClient;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A real Prometheus server and its {@code promtool}, as they are installed (Debian: package {@code
 * prometheus}). Where they are not, a test is skipped and says so on stderr; with {@code
 * -Dobs.prometheus=required}, as {@code .ci/run} has it, it fails.
 */
public final class Prometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern VALUE = Pattern.compile("\"value\":\\[[^,]+,\"([^\"]+)\"]");
  private static final Pattern TRACE_ID = Pattern.compile("\"trace_id\":\"([0-9a-f]{32})\"");

  private final Process process;
  private final Path log;
  private final WebClient http;

  private Prometheus(Process process, Path log, int port) {
    this.process = process;
    this.log = log;
    this.http = new WebClient("http://127.0.0.1:" + port);
  }

  /** Whether both are here; if not, says so, or fails where they are required. */
  public static boolean isInstalled() {
    if (find("prometheus").isPresent() && find("promtool").isPresent()) {
      return true;
    }
    String notice = "no Prometheus is installed (Debian: apt-get install prometheus)";
    if ("required".equals(System.getProperty("obs.prometheus"))) {
      throw new AssertionError(notice);
    }
    System.err.println("NOTICE: " + notice + ": what it would say of our page is not checked");
    return false;
  }

  private static Optional<Path> find(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path candidate = Path.of(folder, program);
      if (Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /**
   * What {@code promtool check metrics} says of a page in the text format; its complaints about
   * names, which do not keep the page from being read, included.
   *
   * @throws AssertionError if it cannot be read
   */
  public static String check(String page, Path folder) {
    try {
      Path file = Files.writeString(folder.resolve("page"), page);
      Process check =
          new ProcessBuilder(find("promtool").orElseThrow().toString(), "check", "metrics")
              .redirectInput(file.toFile())
              .redirectErrorStream(true)
              .start();
      String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int complaints = 3;
      int exit = check.waitFor();
      if (exit != 0 && exit != complaints) {
        throw new AssertionError("promtool: " + exit + ": " + said);
      }
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /**
   * Starts a server that scrapes a service four times a second and keeps exemplars.
   *
   * @param port of the service's page on the loopback address
   * @param folder for its data
   */
  public static Prometheus scraping(int port, Path folder) {
    try {
      Path config =
          Files.writeString(
              folder.resolve("prometheus.yml"),
              "global: {scrape_interval: 250ms, scrape_timeout: 250ms}\n"
                  + "scrape_configs:\n"
                  + "  - job_name: shop\n"
                  + "    static_configs: [{targets: ['127.0.0.1:"
                  + port
                  + "']}]\n");
      Path log = folder.resolve("prometheus.log");
      int own = freePort();
      Process process =
          new ProcessBuilder(
                  find("prometheus").orElseThrow().toString(),
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("data"),
                  "--web.listen-address=127.0.0.1:" + own,
                  "--enable-feature=exemplar-storage")
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      Prometheus prometheus = new Prometheus(process, log, own);
      prometheus.await("it is ready", "/-/ready", answer -> true);
      return prometheus;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** Waits until the one value of an expression is as wanted. */
  public void awaitValue(String expression, double wanted) {
    await(
        expression + " is " + wanted,
        "/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8),
        answer -> {
          Matcher value = VALUE.matcher(answer);
          return value.find() && Double.parseDouble(value.group(1)) == wanted && !value.find();
        });
  }

  /** Waits until the last scrape of the service had no fault. */
  public void awaitHealthyTarget() {
    await(
        "the target is up",
        "/api/v1/targets",
        answer -> answer.contains("\"health\":\"up\"") && answer.contains("\"lastError\":\"\""));
  }

  /** Waits for exemplars of a series; returns the trace ids of all it has. */
  public Set<String> awaitExemplars(String series) {
    String answer =
        await(
            "exemplars of " + series,
            "/api/v1/query_exemplars?start=0&end=9999999999&query="
                + URLEncoder.encode(series, StandardCharsets.UTF_8),
            text -> TRACE_ID.matcher(text).find());
    Set<String> ids = new TreeSet<>();
    TRACE_ID.matcher(answer).results().forEach(match -> ids.add(match.group(1)));
    return ids;
  }

  private String await(String what, String path, Predicate<String> wanted) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    String last = "";
    while (System.nanoTime() < deadline && process.isAlive()) {
      try {
        var answer = http.get(path);
        last = answer.body();
        if (answer.statusCode() == 200 && wanted.test(last)) {
          return last;
        }
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        break;
      } catch (UncheckedIOException | AssertionError notYet) {
        last = notYet.toString();
      }
    }
    throw new AssertionError("waited for: " + what + "; last: " + last + "\n" + log());
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
