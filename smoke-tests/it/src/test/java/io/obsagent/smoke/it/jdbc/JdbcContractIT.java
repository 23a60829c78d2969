package io.obsagent.smoke.it.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every driver, bare and behind the pools, in a JVM of its own under the packaged agent: the spans
 * that arrive are exactly those the application expects, in their order.
 */
class JdbcContractIT {
  private static final Path JARS = Path.of(System.getProperty("jdbc.jars"));
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final List<String> POOLS =
      List.of(
          "none",
          "HikariCP-7.1.0",
          "HikariCP-4.0.3",
          "commons-dbcp2-2.14.0",
          "tomcat-jdbc-9.0.102",
          "c3p0-0.12.0",
          "druid-1.2.28");

  @TempDir Path directory;

  private record Target(String system, String url, String user, String password, Database server) {
    static Target embedded(String system, String url) {
      return new Target(system, url, "sa", "", null);
    }
  }

  static Stream<Arguments> combinations() {
    List<Arguments> combinations = new ArrayList<>();
    for (String pool : POOLS) {
      combinations.add(Arguments.of("postgresql-42.7.14", pool));
    }
    for (String driver : List.of("mariadb-java-client-3.5.11", "mariadb-java-client-2.7.15")) {
      combinations.add(Arguments.of(driver, "none"));
      combinations.add(Arguments.of(driver, "HikariCP-4.0.3"));
    }
    for (String driver :
        List.of(
            "mysql-connector-java-5.1.49", "mysql-connector-j-8.4.0", "mysql-connector-j-9.7.0")) {
      combinations.add(Arguments.of(driver, "none"));
      combinations.add(Arguments.of(driver, "tomcat-jdbc-9.0.102"));
    }
    for (String driver :
        List.of("h2-2.5.252", "h2-1.4.200", "hsqldb-2.7.4", "sqlite-jdbc-3.53.4.0")) {
      combinations.add(Arguments.of(driver, "none"));
      combinations.add(Arguments.of(driver, "HikariCP-7.1.0"));
    }
    combinations.add(Arguments.of("derby-10.16.1.1", "none"));
    combinations.add(Arguments.of("derby-10.16.1.1", "c3p0-0.12.0"));
    return combinations.stream();
  }

  @ParameterizedTest(name = "{0} through {1}")
  @MethodSource("combinations")
  void everyCallIsOneSpan(String driver, String pool) throws IOException {
    run(Jdks.running(), driver, pool);
  }

  static Stream<Arguments> onTheNextJdk() {
    return Stream.of(
        Arguments.of("postgresql-42.7.14", "HikariCP-7.1.0"),
        Arguments.of("mysql-connector-java-5.1.49", "none"),
        Arguments.of("h2-2.5.252", "c3p0-0.12.0"),
        Arguments.of("derby-10.17.1.0", "commons-dbcp2-2.14.0"));
  }

  @ParameterizedTest(name = "{0} through {1}")
  @MethodSource
  void onTheNextJdk(String driver, String pool) throws IOException {
    Optional<Jdk> jdk = Jdks.find(25);
    assumeThat(jdk).as("a JDK 25 on this machine").isPresent();
    run(jdk.get(), driver, pool);
  }

  private void run(Jdk jdk, String driver, String pool) throws IOException {
    Target target = target(driver);
    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm child =
            ChildJvm.java(jdk)
                .observedBy(receiver)
                .property("derby.stream.error.file", directory.resolve("derby.log").toString())
                .mainClass(classPath(driver, pool), "com.example.jdbc.JdbcApplication")
                .argument(target.url)
                .argument(target.user)
                .argument(target.password)
                .argument(nameOf(pool))
                .start()) {
      int exit = child.awaitExit(PATIENCE);
      String output = child.stdout().text() + "\n" + child.stderr().text();
      assertThat(exit).as(output).isZero();
      assertThat(child.stdout().lines()).as(output).contains("done");
      check(target, child.stdout().lines(), receiver.traces().spans());
    }
  }

  private static void check(Target target, List<String> said, List<ReceivedSpan> received) {
    List<ReceivedSpan> spans =
        received.stream().sorted(Comparator.comparingLong(ReceivedSpan::startNanos)).toList();
    List<String> got = new ArrayList<>();
    List<String> wanted = new ArrayList<>();
    int next = 0;
    for (String line : said) {
      String kind = line.replaceAll("\\|.*", "");
      String rest = line.substring(line.indexOf('|') + 1);
      String span = next < spans.size() ? describe(spans.get(next)) : "nothing";
      if (kind.equals("slow")) {
        // The name is the dialect's affair.
        wanted.add("slow|" + rest);
        got.add(span.replaceAll("^[^|]*", "slow"));
        next++;
      } else if (kind.equals("closed")) {
        // Interrupted by its own application: a failure to some drivers, a cancel to others.
        boolean mayFail = rest.startsWith("ERROR") && span.contains("|ERROR|");
        wanted.add("closed|" + (mayFail ? "ERROR|" : "UNSET|"));
        got.add(span.replaceAll("^[^|]*", "closed"));
        next++;
      } else if (kind.equals("expect") || kind.equals("maybe") && span.equals(rest)) {
        wanted.add(rest);
        got.add(span);
        next++;
      }
    }
    for (; next < spans.size(); next++) {
      got.add("one too many: " + spans.get(next));
    }
    assertThat(got).isEqualTo(wanted);
    for (ReceivedSpan span : spans) {
      checkWords(target, span);
    }
  }

  private static String describe(ReceivedSpan span) {
    Object batch = span.attribute("db.operation.batch.size");
    return span.name() + "|" + span.status() + "|" + (batch == null ? "" : batch);
  }

  private static void checkWords(Target target, ReceivedSpan span) {
    assertThat(span.kind()).isEqualTo(ReceivedSpan.Kind.CLIENT);
    assertThat(span.toString() + span.statusDescription() + span.events())
        .doesNotContain("S3CRET")
        .doesNotContain("471147");
    if (span.name().equals("DELETE orders") && span.status() == ReceivedSpan.Status.ERROR) {
      // On a closed statement: the pool refused, and no database was reached.
      return;
    }
    assertThat(span.attribute("db.system.name")).as(span.toString()).isEqualTo(target.system);
    assertThat(span.attribute("db.query.text")).as(span.toString()).isNotNull();
    assertThat(span.attribute("db.query.summary")).isEqualTo(span.name());
    if (target.server != null) {
      assertThat(span.attribute("db.namespace")).isEqualTo(target.server.name());
      assertThat(span.attribute("server.address")).isEqualTo("127.0.0.1");
      assertThat(span.attribute("server.port")).isEqualTo((long) target.server.port());
    }
    boolean failed = span.status() == ReceivedSpan.Status.ERROR;
    assertThat(span.attribute("error.type") != null).as(span.toString()).isEqualTo(failed);
    assertThat(span.events()).hasSize(failed ? 1 : 0);
  }

  private Target target(String driver) {
    String name = driver.substring(0, driver.indexOf('-'));
    switch (name) {
      case "postgresql":
        return server("postgresql", "postgresql", Services.postgres().newDatabase("jdbc"));
      case "mariadb":
        return server("mariadb", "mariadb", Services.mariaDb().newDatabase("jdbc"));
      case "mysql":
        return server("mysql", "mysql", Services.mariaDb().newDatabase("jdbc"));
      case "h2":
        return Target.embedded("h2database", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1");
      case "hsqldb":
        return Target.embedded("hsqldb", "jdbc:hsqldb:mem:shop");
      case "derby":
        return Target.embedded("derby", "jdbc:derby:memory:shop;create=true");
      case "sqlite":
        return Target.embedded("sqlite", "jdbc:sqlite:" + directory.resolve("shop.db"));
      default:
        throw new IllegalArgumentException(driver);
    }
  }

  private static Target server(String system, String scheme, Database database) {
    String url = "jdbc:" + scheme + "://127.0.0.1:" + database.port() + "/" + database.name();
    if (scheme.equals("mysql")) {
      url += "?useSSL=false&allowPublicKeyRetrieval=true";
    }
    return new Target(system, url, database.user(), database.password(), database);
  }

  /** What the application calls it. */
  private static String nameOf(String pool) {
    return pool.replace("HikariCP", "hikari")
        .replace("commons-dbcp2", "dbcp2")
        .replace("tomcat-jdbc", "tomcat")
        .replaceAll("-[\\d.]+$", "");
  }

  /** The application's classes, one driver and one pool, each with what it needs. */
  private static List<Path> classPath(String driver, String pool) throws IOException {
    List<String> prefixes = new ArrayList<>(List.of(driver, "slf4j-api"));
    if (driver.startsWith("derby")) {
      String version = driver.substring("derby".length());
      prefixes.addAll(List.of("derbyshared" + version, "derbytools" + version));
    }
    switch (nameOf(pool)) {
      case "none":
        break;
      case "dbcp2":
        prefixes.addAll(List.of(pool, "commons-pool2", "commons-logging"));
        break;
      case "tomcat":
        prefixes.addAll(List.of(pool, "tomcat-juli"));
        break;
      case "c3p0":
        prefixes.addAll(List.of(pool, "mchange-commons-java"));
        break;
      default:
        prefixes.add(pool);
        break;
    }
    List<Path> classPath = new ArrayList<>();
    classPath.add(Path.of("target/test-classes").toAbsolutePath());
    try (Stream<Path> jars = Files.list(JARS)) {
      jars.filter(jar -> prefixes.stream().anyMatch(jar.getFileName().toString()::startsWith))
          .forEach(classPath::add);
    }
    return classPath;
  }
}
