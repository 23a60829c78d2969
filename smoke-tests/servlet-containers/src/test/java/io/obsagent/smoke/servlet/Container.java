package io.obsagent.smoke.servlet;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A servlet container with the contract application in it, as the build has put it together. */
record Container(String name, Jdk jdk) implements Installation {
  /** Before Servlet 3.0: the oldest API and the most widespread container. */
  private static final String[] EARLY = {"jetty-4.2", "tomcat-6.0"};

  private static final String[] MORE_EARLY = {"tomcat-5.5", "jetty-6.1"};

  /** The first containers of Servlet 3.0. */
  private static final String[] FIRST = {"tomcat-7.0", "jetty-8.1"};

  private static final String[] NAMES = {
    "tomcat-8.5",
    "tomcat-9.0",
    "tomcat-10.1",
    "tomcat-11.0",
    "jetty-9.4",
    "jetty-11",
    "jetty-12-ee8",
    "jetty-12-ee10",
    "jetty-12-ee11",
    "undertow-2.2",
    "undertow-2.3",
  };

  /** Every container on every JDK under test. */
  static List<Container> all() {
    List<Container> all = new ArrayList<>();
    for (Jdk jdk : Jdks.underTest()) {
      add(all, jdk, NAMES);
    }
    if (isFullMatrix()) {
      add(all, Jdks.running(), FIRST);
    }
    return all;
  }

  /** Containers before Servlet 3.0. */
  static List<Container> early() {
    List<Container> early = new ArrayList<>();
    add(early, Jdks.running(), EARLY);
    if (isFullMatrix()) {
      add(early, Jdks.running(), MORE_EARLY);
    }
    return early;
  }

  /** Jetty with HTTP/2 in the clear. */
  static List<Container> withHttp2() {
    List<Container> both = new ArrayList<>();
    add(both, Jdks.running(), "jetty-9.4-h2c", "jetty-12-h2c");
    return both;
  }

  /**
   * Containers whose threads are told of: the oldest and the newest of each make, or all of them.
   */
  static List<Container> withThreads() {
    List<Container> some = new ArrayList<>();
    if (isFullMatrix()) {
      add(some, Jdks.running(), FIRST[0]);
      add(some, Jdks.running(), NAMES);
    } else {
      add(some, Jdks.running(), "tomcat-8.5", "tomcat-11.0", "jetty-9.4", "jetty-12-ee11");
      add(some, Jdks.running(), "undertow-2.2");
    }
    return some;
  }

  /** Containers whose own answers are told: one of each shape, or all of them. */
  static List<Container> withRejections() {
    List<Container> some = new ArrayList<>();
    if (isFullMatrix()) {
      add(some, Jdks.running(), "tomcat-7.0");
      add(some, Jdks.running(), NAMES);
    } else {
      add(some, Jdks.running(), "tomcat-8.5", "tomcat-11.0", "jetty-9.4", "jetty-11");
      add(some, Jdks.running(), "jetty-12-ee10", "undertow-2.2");
    }
    return some;
  }

  /** One container of each make and API, or all of Servlet 3.0 and later. */
  static List<Container> ofEachMake() {
    List<Container> some = new ArrayList<>();
    if (isFullMatrix()) {
      add(some, Jdks.running(), FIRST);
      add(some, Jdks.running(), NAMES);
    } else {
      add(some, Jdks.running(), "tomcat-8.5", "tomcat-11.0", "jetty-9.4", "jetty-12-ee11");
      add(some, Jdks.running(), "undertow-2.3");
    }
    return some;
  }

  static boolean isFullMatrix() {
    return "full".equals(System.getProperty("obs.matrix"));
  }

  private static void add(List<Container> all, Jdk jdk, String... names) {
    for (String name : names) {
      all.add(new Container(name, jdk));
    }
  }

  @Override
  public Started start(Map<String, String> systemProperties) {
    Path home = Path.of(System.getProperty("containers", "target/containers")).resolve(name);
    List<Path> classPath = new ArrayList<>();
    classPath.add(home.resolve("classes"));
    classPath.addAll(files(home.resolve("lib"), "*.jar"));
    Path launcher = files(home.resolve("classes/contract"), "*Launcher.class").get(0);
    String mainClass = "contract." + launcher.getFileName().toString().replace(".class", "");
    ServiceUnderTest service = ServiceUnderTest.mainClass(jdk, classPath, mainClass);
    service.with("webapp", System.getProperty("early-webapp", "src/contract/early-webapp"));
    systemProperties.forEach(service::with);
    RunningService running = service.start();
    return new Started(running.jvm(), running.port());
  }

  private static List<Path> files(Path folder, String glob) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      found.forEach(file -> files.add(file.toAbsolutePath()));
    } catch (IOException e) {
      throw new UncheckedIOException(folder + " is not there: build this module first", e);
    }
    return files;
  }

  @Override
  public String toString() {
    return name + " on " + jdk;
  }
}
