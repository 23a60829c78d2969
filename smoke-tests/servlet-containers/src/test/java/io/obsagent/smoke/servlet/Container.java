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
      for (String name : NAMES) {
        all.add(new Container(name, jdk));
      }
    }
    return all;
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
