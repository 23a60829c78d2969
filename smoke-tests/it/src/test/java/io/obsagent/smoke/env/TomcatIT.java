package io.obsagent.smoke.env;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.http.WebClient;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An unmodified Tomcat with two web applications, each with its own version of one driver and its
 * own Logback; one is dropped in packed and stays so, the other lies there exploded.
 */
class TomcatIT {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void twoWebApplicationsWithTwoVersionsOfOneDriver(Jdk jdk, @TempDir Path base)
      throws IOException {
    Database database = Services.postgres().newDatabase("warehouse");
    prepare(base);
    addDriver(Files.copy(Apps.warehouse(), base.resolve("webapps/old.war")), "postgresql-42.2.");
    Path exploded = base.resolve("webapps/new");
    unpack(Apps.warehouse(), exploded);
    Path driver = Apps.jar("postgresql-42.7.");
    Files.copy(driver, exploded.resolve("WEB-INF/lib").resolve(driver.getFileName()));

    try (OtlpReceiver receiver = OtlpReceiver.start();
        ChildJvm tomcat = start(jdk, base, database, receiver)) {
      int port =
          Integer.parseInt(
              tomcat.stderr().awaitLine("Starting ProtocolHandler.*-(\\d+)\"", PATIENCE).group(1));
      tomcat.stderr().awaitLine("Server startup in", PATIENCE);
      WebClient http = new WebClient("http://127.0.0.1:" + port);
      assertThat(http.get("/old/stock").body().strip()).isEqualTo("42.2.29");
      assertThat(http.get("/new/stock").body().strip()).isEqualTo("42.7.14");
      tomcat.stop();

      for (String webapp : List.of("/old", "/new")) {
        check(receiver.traces().traceOf(server("GET " + webapp + "/stock")), tomcat, database);
      }
      assertThat(base.resolve("webapps/old")).doesNotExist();
    }
  }

  private static void check(ReceivedTrace trace, ChildJvm tomcat, Database database) {
    ReceivedSpan request = trace.root();
    ReceivedSpan query = trace.exactlyOne(client("SELECT pg_catalog.pg_class").childOf(request));
    assertThat(query.attributes())
        .containsEntry("db.system.name", "postgresql")
        .containsEntry("db.namespace", database.name())
        .containsEntry("server.port", (long) database.port());
    assertThat(tomcat.stdout().text())
        .contains("[trace=" + trace.traceId() + " span=" + request.spanId() + "]");
  }

  /** CATALINA_BASE: everything of Tomcat itself stays in CATALINA_HOME, as it was unpacked. */
  private static void prepare(Path base) throws IOException {
    for (String folder : List.of("conf", "logs", "temp", "webapps", "work")) {
      Files.createDirectory(base.resolve(folder));
    }
    Path conf = Apps.tomcat().resolve("conf");
    Files.copy(conf.resolve("web.xml"), base.resolve("conf/web.xml"));
    Files.copy(conf.resolve("logging.properties"), base.resolve("conf/logging.properties"));
    String server =
        Files.readString(conf.resolve("server.xml"))
            .replace("port=\"8005\"", "port=\"-1\"")
            .replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"")
            .replace("unpackWARs=\"true\"", "unpackWARs=\"false\"");
    Files.writeString(base.resolve("conf/server.xml"), server);
  }

  /** As catalina.sh does it. */
  private static ChildJvm start(Jdk jdk, Path base, Database database, OtlpReceiver receiver) {
    Path bin = Apps.tomcat().resolve("bin");
    return ChildJvm.java(jdk)
        .observedBy(receiver)
        .option("--add-opens=java.base/java.lang=ALL-UNNAMED")
        .property("java.util.logging.config.file", base.resolve("conf/logging.properties") + "")
        .property("java.util.logging.manager", "org.apache.juli.ClassLoaderLogManager")
        .property("catalina.home", Apps.tomcat().toString())
        .property("catalina.base", base.toString())
        .property("java.io.tmpdir", base.resolve("temp").toString())
        .property("warehouse.url", database.jdbcUrl())
        .property("warehouse.user", database.user())
        .property("warehouse.password", database.password())
        .mainClass(
            List.of(bin.resolve("bootstrap.jar"), bin.resolve("tomcat-juli.jar")),
            "org.apache.catalina.startup.Bootstrap")
        .argument("start")
        .start();
  }

  private static void addDriver(Path war, String prefix) throws IOException {
    Path driver = Apps.jar(prefix);
    try (FileSystem content = FileSystems.newFileSystem(jarUri(war), Map.of())) {
      Files.copy(driver, content.getPath("WEB-INF/lib", driver.getFileName().toString()));
    }
  }

  private static void unpack(Path war, Path folder) throws IOException {
    try (FileSystem content = FileSystems.newFileSystem(jarUri(war), Map.of());
        Stream<Path> files = Files.walk(content.getPath("/"))) {
      for (Path file : files.toList()) {
        Path target = folder.resolve(file.toString().substring(1));
        Files.copy(file, target);
      }
    }
  }

  private static URI jarUri(Path war) {
    return URI.create("jar:" + war.toUri());
  }
}
