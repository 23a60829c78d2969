package io.obsagent.engine.resource;

import java.io.File;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The best guess at what a service is called when nobody has said: its Spring name, the one
 * application of its server, its JAR, its main class. Cheap enough for premain: at worst one
 * directory and one manifest are read.
 */
final class ServiceName {
  private static final String UNKNOWN = "unknown_service:java";

  /** Names every second file or class has, which therefore say nothing. */
  private static final Set<String> COMMON_NAMES =
      new HashSet<>(
          Arrays.asList(
              "app",
              "application",
              "service",
              "server",
              "main",
              "run",
              "launcher",
              "start",
              "starter",
              "bootstrap",
              "runner",
              "quarkus-run",
              "bootapplication"));

  /** Applications that come with a server. */
  private static final Set<String> SERVERS_OWN =
      new HashSet<>(
          Arrays.asList("root", "docs", "examples", "manager", "host-manager", "tomee", "work"));

  /**
   * Marks of a server in the command; the property that names its base directory; the directory of
   * its applications in there; what it is called.
   */
  private static final String[][] SERVERS = {
    {"org.apache.catalina.startup.Bootstrap", "catalina.base", "webapps", "tomcat"},
    {"start.jar", "jetty.base", "webapps", "jetty"},
    {"org.eclipse.jetty.start.Main", "jetty.base", "webapps", "jetty"},
    {"jboss-modules.jar", "jboss.server.base.dir", "deployments", "wildfly"},
    {"weblogic.Server", "weblogic.RootDirectory", "autodeploy", "weblogic"},
    {"ws-server.jar", "server.config.dir", "dropins", "liberty"},
    {
      "com.sun.enterprise.glassfish.bootstrap.ASMain",
      "com.sun.aas.instanceRoot",
      "autodeploy",
      "glassfish"
    },
  };

  private final Surroundings surroundings;
  private final CommandLine command;
  private final MainArchive archive;

  ServiceName(Surroundings surroundings, CommandLine command, MainArchive archive) {
    this.surroundings = surroundings;
    this.command = command;
    this.archive = archive;
  }

  String guess() {
    String spring = spring();
    if (spring != null) {
      return spring;
    }
    String server = server();
    if (server != null) {
      return server;
    }
    if (command.archive() != null) {
      return ofArchive(command.archive());
    }
    String mainClass = command.mainClass();
    if (mainClass != null && !mainClass.startsWith("org.springframework.boot.loader.")) {
      return ofClass(mainClass);
    }
    return ofClassPath();
  }

  private String spring() {
    String name = surroundings.property("spring.application.name");
    if (name == null) {
      name = command.argument("--spring.application.name=");
    }
    if (name == null) {
      name = surroundings.environment("SPRING_APPLICATION_NAME");
    }
    return name == null ? archive.springName() : name;
  }

  /** The only application of the server that was started, else the server's own name. */
  private String server() {
    String started =
        command.archive() == null ? command.mainClass() : new File(command.archive()).getName();
    for (String[] server : SERVERS) {
      if (server[0].equals(started)) {
        String base = surroundings.property(server[1]);
        if (base == null) {
          base = command.argument("-D" + server[1] + "=");
        }
        if (base == null) {
          base = command.argument(server[1] + "=");
        }
        String application = base == null ? null : onlyApplication(new File(base, server[2]));
        return application == null ? server[3] : application;
      }
    }
    return null;
  }

  private static String onlyApplication(File deployments) {
    String[] files = deployments.list();
    String only = null;
    for (String file : files == null ? new String[0] : files) {
      String lower = file.toLowerCase(Locale.ROOT);
      boolean application =
          lower.endsWith(".war")
              || lower.endsWith(".ear")
              || (lower.indexOf('.') < 0 && new File(deployments, file).isDirectory());
      String name =
          lower.endsWith(".ear")
              ? ArchiveName.of(file.substring(0, file.length() - 4))
              : ArchiveName.of(file);
      if (application && !SERVERS_OWN.contains(name.toLowerCase(Locale.ROOT))) {
        // A WAR stands beside its own unpacked directory.
        if (only != null && !only.equals(name)) {
          return null;
        }
        only = name;
      }
    }
    return only;
  }

  private String ofArchive(String path) {
    String name = ArchiveName.of(path);
    boolean says = !COMMON_NAMES.contains(name.toLowerCase(Locale.ROOT));
    return says || archive.title() == null ? name : archive.title();
  }

  /** The simple name; where that is a common one, the package it stands in. */
  private static String ofClass(String mainClass) {
    int dot = mainClass.lastIndexOf('.');
    String simple = mainClass.substring(dot + 1);
    String word = simple.endsWith("Kt") ? simple.substring(0, simple.length() - 2) : simple;
    if (dot > 0 && COMMON_NAMES.contains(word.toLowerCase(Locale.ROOT))) {
      return mainClass.substring(mainClass.lastIndexOf('.', dot - 1) + 1, dot);
    }
    return simple;
  }

  private String ofClassPath() {
    String classPath = surroundings.property("java.class.path");
    if (classPath != null) {
      int end = classPath.indexOf(File.pathSeparatorChar);
      String first = end < 0 ? classPath : classPath.substring(0, end);
      if (CommandLine.isArchive(first)) {
        return ArchiveName.of(first);
      }
    }
    String directory = surroundings.property("user.dir");
    String name = directory == null ? "" : new File(directory).getName();
    return name.isEmpty() ? UNKNOWN : name;
  }
}
