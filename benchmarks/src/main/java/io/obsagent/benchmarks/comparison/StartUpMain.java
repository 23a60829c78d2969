package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Start-up of the service with a large application around it, to the first answer: on each JDK,
 * with and without the archives that each JDK knows.
 *
 * <p>Settings are system properties: {@code classes}, {@code starts}, {@code jdks} (homes, with
 * commas), {@code page}.
 */
public final class StartUpMain {
  /** The database is filled by three statements, and one request says that all is ready. */
  private static final int SPANS_OF_A_START = 4;

  private static final int CORES = Math.min(2, Machine.cores());

  /** How a JVM is given classes that were prepared before. */
  private enum Archive {
    NONE("none", "", ""),
    DYNAMIC("dynamic archive", "-XX:ArchiveClassesAtExit=", "-XX:SharedArchiveFile="),
    AOT("AOT cache, trained with --add-modules java.instrument", "-XX:AOTCacheOutput=", USE_AOT),
    AOT_AGENT("AOT cache, trained with the agent", "-XX:AOTCacheOutput=", USE_AOT),
    FOREIGN("AOT cache, trained without either", "-XX:AOTCacheOutput=", USE_AOT);

    final String title;
    final String train;
    final String use;

    Archive(String title, String train, String use) {
      this.title = title;
      this.train = train;
      this.use = use;
    }

    boolean isFor(int feature) {
      return ordinal() <= DYNAMIC.ordinal() || feature >= 25;
    }
  }

  private static final String USE_AOT = "-XX:AOTCache=";

  private final Path folder;
  private final Path service;
  private final Path bulk;
  private final Collector collector;
  private final Candidate none;
  private final Candidate ours;
  private final Candidate otel;
  private final int rounds = Integer.getInteger("starts");
  private final StringBuilder table = new StringBuilder();

  private StartUpMain(Path folder, Path bulk, Collector collector) {
    this.folder = folder;
    this.service = Path.of(System.getProperty("service.jar"));
    this.bulk = bulk;
    this.collector = collector;
    Candidate.Places places =
        new Candidate.Places(
            Path.of(System.getProperty("obs.agent.jar")),
            Path.of(System.getProperty("other.agents")),
            collector.url());
    none = Candidate.named(Candidate.NONE, places);
    ours = Candidate.named(Candidate.OURS, places);
    otel = Candidate.named(Candidate.OTEL, places);
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(System.getProperty("folder")));
    int classes = Integer.getInteger("classes");
    Path bulk = BulkClasses.write(folder.resolve("bulk.jar"), classes);
    try (Collector collector = Collector.start(folder)) {
      StartUpMain main = new StartUpMain(folder, bulk, collector);
      main.line(
          "%n%s. %d generated classes, %d cores, median of %d interleaved starts to the first 200;"
              + " heap %s, serial collector.%n",
          Machine.description(), classes, CORES, main.rounds, System.getProperty("heap"));
      main.line(
          "| JDK | archive | no agent, s (CPU) | obs-agent | added | OpenTelemetry added |"
              + " of the %d from the archive: without, with | lines of the JVM itself |"
              + " spans of /db |",
          classes);
      main.line("|---|---|---|---|---|---|---|---|---|");
      for (String home : System.getProperty("jdks").split(",")) {
        if (!home.isBlank()) {
          main.jdk(Path.of(home.trim()));
        }
      }
      System.out.print(main.table);
      String page = System.getProperty("page", "");
      if (!page.isEmpty()) {
        Page.at(Path.of(page)).replace("start-up", main.table.toString());
      }
    }
    System.exit(0);
  }

  private void jdk(Path home) throws IOException {
    String release = Files.readString(home.resolve("release"));
    String version = release.replaceAll("(?s).*JAVA_VERSION=\"([^\"]+)\".*", "$1");
    int feature = Integer.parseInt(version.replaceAll("\\D.*", ""));
    Service.Setup setup = new Service.Setup(home, service, folder, "", System.getProperty("heap"));
    for (Archive archive : Archive.values()) {
      if (archive.isFor(feature)) {
        row(setup, version, archive);
      }
    }
  }

  private void row(Service.Setup setup, String version, Archive archive) throws IOException {
    Path file = folder.resolve(version + "-" + archive.name().toLowerCase(Locale.ROOT));
    Files.deleteIfExists(file);
    List<String> options = new ArrayList<>(classPath());
    if (archive != Archive.NONE) {
      train(setup, archive, file);
      options.add(0, archive.use + file);
    }
    List<Double> without = new ArrayList<>();
    List<Double> with = new ArrayList<>();
    List<Double> added = new ArrayList<>();
    List<Double> otherAdded = new ArrayList<>();
    List<Double> withoutCpu = new ArrayList<>();
    List<Double> withCpu = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      double bare;
      try (Service run = Service.start(none, setup, CORES, options)) {
        bare = run.startSeconds();
        without.add(bare);
        withoutCpu.add(run.startCpuSeconds());
      }
      try (Service run = Service.start(ours, setup, CORES, options)) {
        with.add(run.startSeconds());
        withCpu.add(run.startCpuSeconds());
        added.add(run.startSeconds() - bare);
      }
      if (archive == Archive.NONE) {
        try (Service run = Service.start(otel, setup, CORES, options)) {
          otherAdded.add(run.startSeconds() - bare);
        }
      }
    }
    Seen seen = archived(ours, setup, options);
    line(
        "| %s | %s | %.2f (%.2f) | %.2f (%.2f) | %s | %s | %s, %s | %s | %s |",
        version,
        archive.title,
        new Numbers(without).median(),
        new Numbers(withoutCpu).median(),
        new Numbers(with).median(),
        new Numbers(withCpu).median(),
        new Numbers(added).spread("%+.2f"),
        new Numbers(otherAdded).spread("%+.2f"),
        archived(none, setup, options).fromArchive(),
        seen.fromArchive(),
        seen.lines(),
        seen.spans());
  }

  private List<String> classPath() {
    return List.of("-Dorders.preload=" + BulkClasses.LIST, "-cp", bulk + ":" + service);
  }

  private void train(Service.Setup setup, Archive archive, Path file) {
    List<String> options = new ArrayList<>();
    options.add(archive.train + file);
    if (archive == Archive.AOT || archive == Archive.DYNAMIC) {
      options.add("--add-modules=java.instrument");
    }
    options.addAll(classPath());
    Candidate in = archive == Archive.AOT_AGENT ? ours : none;
    try (Service training = Service.start(in, setup, CORES, options)) {
      training.once(Kind.DB);
      training.end();
    }
  }

  private record Seen(long fromArchive, long lines, long spans) {}

  /** One more start, not timed, that says what it loads from where. */
  private Seen archived(Candidate candidate, Service.Setup setup, List<String> options)
      throws IOException {
    Path log = folder.resolve("loaded.log");
    List<String> logging = new ArrayList<>(options);
    logging.add(0, "-Xlog:class+load:file=" + log);
    long before = collector.of(candidate).spans();
    long lines;
    try (Service run = Service.start(candidate, setup, CORES, logging)) {
      run.once(Kind.DB);
      run.end();
      lines = run.saidByTheJvm();
    }
    try (var loaded = Files.lines(log)) {
      long archived =
          loaded
              .filter(line -> line.contains(" " + BulkClasses.PACKAGE))
              .filter(line -> line.contains("shared objects file"))
              .count();
      return new Seen(archived, lines, collector.of(candidate).spans() - before - SPANS_OF_A_START);
    }
  }

  private void line(String format, Object... values) {
    table.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
