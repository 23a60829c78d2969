package io.obsagent.engine.resource;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import java.io.File;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/**
 * Finds out which service this is and where it runs. {@link #serviceName} is cheap and serves the
 * start line; {@link #resource} reads files and random numbers and belongs on the export thread.
 * Neither asks DNS or JMX, and neither throws for what it finds.
 *
 * <p>Thread-safe.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/">Resource semantic
 *     conventions</a>
 */
public final class ResourceDetector {
  /**
   * The name {@code opentelemetry} is reserved for OpenTelemetry's own SDK: spans made here are not
   * its.
   */
  private static final String NAME = "obs-agent";

  private static final String SERVICE_NAME = "service.name";

  /** Beginning of {@code os.name} and the convention's word; tried in this order. */
  private static final String[][] SYSTEMS = {
    {"windows", "windows"},
    {"linux", "linux"},
    {"mac", "darwin"},
    {"freebsd", "freebsd"},
    {"netbsd", "netbsd"},
    {"openbsd", "openbsd"},
    {"dragonfly", "dragonflybsd"},
    {"hp-ux", "hpux"},
    {"aix", "aix"},
    {"sunos", "solaris"},
    {"solaris", "solaris"},
    {"z/os", "zos"},
  };

  private final Configuration configuration;
  private final Surroundings surroundings;
  private final String agentVersion;
  private final CommandLine command;
  private MainArchive archive;
  private String serviceName;
  private Resource resource;

  ResourceDetector(Configuration configuration, Surroundings surroundings, String agentVersion) {
    this.configuration = configuration;
    this.surroundings = surroundings;
    this.agentVersion = agentVersion;
    this.command = CommandLine.of(surroundings);
  }

  /**
   * A detector for this process. Reads nothing yet.
   *
   * @param system the system properties as they were at start
   * @param agentVersion for {@code telemetry.distro.version}
   */
  public static ResourceDetector of(
      Configuration configuration,
      Properties system,
      Map<String, String> environment,
      String agentVersion) {
    Surroundings surroundings = new Surroundings(system, environment, new File("/"));
    return new ResourceDetector(configuration, surroundings, agentVersion);
  }

  /** As configured, else the best guess; found once. */
  public synchronized String serviceName() {
    if (serviceName == null) {
      String name = configuration.get(Options.SERVICE_NAME);
      if (name == null) {
        name = configuration.get(Options.RESOURCE_ATTRIBUTES).get(SERVICE_NAME);
      }
      serviceName = name == null ? new ServiceName(surroundings, command, archive()).guess() : name;
    }
    return serviceName;
  }

  /**
   * Everything known, found once: detected, over that {@code otel.resource.attributes}, over that
   * {@code otel.service.name}.
   */
  public synchronized Resource resource() {
    if (resource == null) {
      Map<String, Object> attributes = new LinkedHashMap<>();
      put(attributes, SERVICE_NAME, serviceName());
      put(attributes, "service.version", archive().version());
      put(attributes, "telemetry.sdk.name", NAME);
      put(attributes, "telemetry.sdk.language", "java");
      put(attributes, "telemetry.sdk.version", agentVersion);
      put(attributes, "telemetry.distro.name", NAME);
      put(attributes, "telemetry.distro.version", agentVersion);
      put(attributes, "process.pid", pid());
      put(attributes, "process.runtime.name", surroundings.property("java.runtime.name"));
      put(attributes, "process.runtime.version", surroundings.property("java.runtime.version"));
      put(attributes, "host.name", hostName());
      put(attributes, "os.type", osType());
      put(attributes, "container.id", ContainerId.of(surroundings));
      attributes.putAll(configuration.get(Options.RESOURCE_ATTRIBUTES));
      put(attributes, SERVICE_NAME, serviceName());
      if (!attributes.containsKey("service.instance.id")) {
        put(attributes, "service.instance.id", UUID.randomUUID().toString());
      }
      resource = new Resource(attributes);
    }
    return resource;
  }

  private static void put(Map<String, Object> attributes, String name, Object value) {
    if (value != null) {
      attributes.put(name, value);
    }
  }

  private MainArchive archive() {
    if (archive == null) {
      archive = MainArchive.read(command.archive());
    }
    return archive;
  }

  /** The kernel's word on Linux; elsewhere the JDK's, from Java 9 on; null if neither says. */
  private Long pid() {
    try {
      return Long.valueOf(surroundings.system("proc/self").getCanonicalFile().getName());
    } catch (IOException | NumberFormatException | SecurityException notLinux) {
      return pidFromProcessHandle();
    }
  }

  /** By reflection: the class is newer than Java 8, whose only way would start JMX. */
  private static Long pidFromProcessHandle() {
    try {
      Class<?> type = Class.forName("java.lang.ProcessHandle");
      Object self = type.getMethod("current").invoke(null);
      return (Long) type.getMethod("pid").invoke(self);
    } catch (ReflectiveOperationException | RuntimeException unknown) {
      return null;
    }
  }

  private String hostName() {
    String name = surroundings.firstLine("proc/sys/kernel/hostname");
    if (name == null) {
      name = surroundings.environment("HOSTNAME");
    }
    return name == null ? surroundings.environment("COMPUTERNAME") : name;
  }

  private String osType() {
    String name = surroundings.property("os.name");
    if (name == null) {
      return null;
    }
    String lower = name.toLowerCase(Locale.ROOT);
    for (String[] system : SYSTEMS) {
      if (lower.startsWith(system[0])) {
        return system[1];
      }
    }
    return lower;
  }
}
