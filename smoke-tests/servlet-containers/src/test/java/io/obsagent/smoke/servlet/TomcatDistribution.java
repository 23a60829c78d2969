package io.obsagent.smoke.servlet;

import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.JvmCommand;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Tomcat as people download it, untouched, with a {@code CATALINA_BASE} of its own into which a WAR
 * is dropped: as a file that stays packed, or unpacked.
 */
record TomcatDistribution(String version, String api, boolean packed, Jdk jdk, String application)
    implements Installation {
  private static final String CONTRACT = "shop";

  static List<TomcatDistribution> all(Jdk jdk) {
    List<TomcatDistribution> all = new ArrayList<>();
    for (boolean packed : new boolean[] {true, false}) {
      all.add(new TomcatDistribution("8.5.100", "javax", packed, jdk, CONTRACT));
      all.add(new TomcatDistribution("9.0.117", "javax", packed, jdk, CONTRACT));
      all.add(new TomcatDistribution("10.1.59", "jakarta", packed, jdk, CONTRACT));
      all.add(new TomcatDistribution("11.0.24", "jakarta", packed, jdk, CONTRACT));
    }
    return all;
  }

  /** With the web frameworks in the WAR, and HTTP/2 in the clear. */
  static List<TomcatDistribution> withFrameworks(Jdk jdk) {
    List<TomcatDistribution> all = new ArrayList<>();
    all.add(new TomcatDistribution("9.0.117", "javax", false, jdk, "frameworks"));
    all.add(new TomcatDistribution("10.1.59", "jakarta", false, jdk, "frameworks"));
    if (Container.isFullMatrix()) {
      all.add(new TomcatDistribution("8.5.100", "javax", true, jdk, "frameworks"));
      all.add(new TomcatDistribution("11.0.24", "jakarta", true, jdk, "frameworks"));
    }
    return all;
  }

  private Path home() {
    return Path.of(System.getProperty("distributions", "target/distributions"))
        .toAbsolutePath()
        .resolve("apache-tomcat-" + version);
  }

  @Override
  public Started start(Map<String, String> systemProperties) {
    try {
      Path base = Files.createTempDirectory("catalina-base");
      prepare(base);
      JvmCommand command =
          ChildJvm.java(jdk)
              .observed()
              .property("catalina.home", home().toString())
              .property("catalina.base", base.toString())
              .property("java.io.tmpdir", base.resolve("temp").toString());
      systemProperties.forEach(command::property);
      Path bin = home().resolve("bin");
      ChildJvm jvm =
          command
              .mainClass(
                  List.of(bin.resolve("bootstrap.jar"), bin.resolve("tomcat-juli.jar")),
                  "org.apache.catalina.startup.Bootstrap")
              .argument("start")
              .start();
      String port =
          jvm.stderr()
              .awaitLine("\"http-nio(?:-127.0.0.1)?-auto-1-(\\d+)\"", Duration.ofSeconds(90))
              .group(1);
      return new Started(jvm, Integer.parseInt(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void prepare(Path base) throws IOException {
    for (String folder : new String[] {"conf", "logs", "temp", "webapps", "work"}) {
      Files.createDirectory(base.resolve(folder));
    }
    try (Stream<Path> files = Files.list(home().resolve("conf"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, base.resolve("conf").resolve(file.getFileName().toString()));
      }
    }
    Path serverXml = base.resolve("conf/server.xml");
    String server =
        Files.readString(serverXml)
            .replace("port=\"8005\"", "port=\"-1\"")
            .replace("port=\"8080\"", "port=\"0\" address=\"127.0.0.1\"")
            .replace("unpackWARs=\"true\"", "unpackWARs=\"" + !packed + "\"");
    if (!application.equals(CONTRACT)) {
      server =
          server.replaceFirst(
              "(<Connector port=\"0\"[^>]*)/>",
              "$1><UpgradeProtocol className=\"org.apache.coyote.http2.Http2Protocol\"/></Connector>");
    }
    Files.writeString(serverXml, server);
    Path wars = Path.of(System.getProperty("wars", "target/wars")).resolve(api);
    Path war = wars.resolve(application + ".war");
    if (packed) {
      Files.copy(war, base.resolve("webapps/shop.war"));
    } else {
      unpack(war, base.resolve("webapps/shop"));
    }
  }

  private static void unpack(Path war, Path folder) throws IOException {
    try (InputStream in = Files.newInputStream(war);
        ZipInputStream zip = new ZipInputStream(in)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(zip, file);
        }
      }
    }
  }

  @Override
  public String toString() {
    return "Tomcat "
        + version
        + ", "
        + application
        + (packed ? ", WAR packed, " : ", WAR unpacked, ")
        + jdk;
  }
}
