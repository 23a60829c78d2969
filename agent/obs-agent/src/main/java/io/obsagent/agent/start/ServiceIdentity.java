package io.obsagent.agent.start;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.resources.Resource;
import java.io.File;
import java.util.Map;
import java.util.UUID;

/** Who this process is: its name at once, everything else when the first span is exported. */
final class ServiceIdentity {
  private static final String SERVICE_NAME = "service.name";

  private final Configuration configuration;
  private final String agentVersion;
  private final String name;

  private ServiceIdentity(Configuration configuration, String agentVersion, String name) {
    this.configuration = configuration;
    this.agentVersion = agentVersion;
    this.name = name;
  }

  static ServiceIdentity of(Configuration configuration, String agentVersion) {
    String name = configuration.get(Options.SERVICE_NAME);
    if (name == null) {
      name = configuration.get(Options.RESOURCE_ATTRIBUTES).get(SERVICE_NAME);
    }
    if (name == null) {
      name =
          guess(
              System.getProperty("sun.java.command", ""),
              System.getProperty("java.class.path", ""));
    }
    return new ServiceIdentity(configuration, agentVersion, name);
  }

  String name() {
    return name;
  }

  String agentVersion() {
    return agentVersion;
  }

  /**
   * {@code shop} of {@code java -jar /opt/shop-1.4.jar} and of {@code java com.acme.Shop}.
   *
   * @param command the JAR or main class and the arguments, blanks between
   * @param classPath begins with the JAR when the JVM was started with one
   */
  static String guess(String command, String classPath) {
    int separator = classPath.indexOf(File.pathSeparatorChar);
    String first = separator < 0 ? classPath : classPath.substring(0, separator);
    if (isArchive(first) && command.startsWith(first)) {
      return withoutVersion(first.substring(lastSlash(first) + 1, first.length() - 4));
    }
    int blank = command.indexOf(' ');
    String main = blank < 0 ? command : command.substring(0, blank);
    main = main.substring(main.lastIndexOf('/') + 1);
    main = main.substring(main.lastIndexOf('.') + 1);
    return main.isEmpty() ? "unknown_service:java" : main;
  }

  private static boolean isArchive(String path) {
    return path.endsWith(".jar") || path.endsWith(".war");
  }

  private static int lastSlash(String path) {
    return Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  }

  private static String withoutVersion(String name) {
    for (int i = 1; i + 1 < name.length(); i++) {
      if (name.charAt(i) == '-' && Character.isDigit(name.charAt(i + 1))) {
        return name.substring(0, i);
      }
    }
    return name;
  }

  /** Loads OpenTelemetry's classes: not before the first export. */
  Resource resource() {
    AttributesBuilder attributes =
        io.opentelemetry.api.common.Attributes.builder()
            .put("service.instance.id", UUID.randomUUID().toString())
            .put("telemetry.sdk.name", "obs-agent")
            .put("telemetry.sdk.language", "java")
            .put("telemetry.sdk.version", agentVersion)
            .put("telemetry.distro.name", "obs-agent")
            .put("telemetry.distro.version", agentVersion)
            .put("process.runtime.name", System.getProperty("java.runtime.name", ""))
            .put("process.runtime.version", System.getProperty("java.runtime.version", ""));
    for (Map.Entry<String, String> set :
        configuration.get(Options.RESOURCE_ATTRIBUTES).entrySet()) {
      attributes.put(AttributeKey.stringKey(set.getKey()), set.getValue());
    }
    return Resource.create(attributes.put(SERVICE_NAME, name).build());
  }
}
