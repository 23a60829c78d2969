package io.obsagent.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.AllPermission;
import java.util.function.BiConsumer;
import java.util.jar.JarFile;

/**
 * Where the JVM enters the agent. It decides with as little code as possible whether the agent
 * works in this JVM at all, and hands over to the isolated inside of the JAR. No fault leaves it:
 * the worst an application sees is one line on standard error.
 */
public final class ObsAgent {
  private static final String PREFIX = "[obs-agent] ";
  private static final String START = "io.obsagent.agent.start.AgentStart";

  /**
   * Set once the agent works here. A second {@code -javaagent}, wherever its JAR lies, calls this
   * same class: the JVM looks it up through the system class loader, which finds the first JAR's.
   */
  private static boolean started;

  private ObsAgent() {}

  /** Called by the JVM before the application's main, on its thread ({@code -javaagent}). */
  public static void premain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** Called by the JVM when the agent is attached to a running application. */
  public static void agentmain(String arguments, Instrumentation instrumentation) {
    start(arguments, instrumentation);
  }

  /** {@code java -jar obs-agent.jar}: what this is and how to use it. */
  public static void main(String[] args) {
    String version = ObsAgent.class.getPackage().getImplementationVersion();
    System.out.println("obs-agent " + version + ": one JAR that makes a Java service observable.");
    System.out.println();
    System.out.println("  java -javaagent:obs-agent.jar -jar service.jar");
    System.out.println();
    System.out.println("The service needs no change and no restart script beyond this line.");
    System.out.println("Settings are system properties or environment variables, under the names");
    System.out.println("OpenTelemetry gives them:");
    System.out.println();
    System.out.println("  -Dotel.service.name=shop                  OTEL_SERVICE_NAME=shop");
    System.out.println("  -Dotel.exporter.otlp.endpoint=http://...  where traces go (OTLP)");
    System.out.println("  -Dotel.traces.exporter=console            print traces as waterfalls");
    System.out.println("  -Dotel.javaagent.enabled=false            do nothing at all");
    System.out.println("  -Dotel.javaagent.debug=true               what was woven, what not, why");
  }

  private static void start(String arguments, Instrumentation instrumentation) {
    try {
      if (mayDoAnything()) {
        start(arguments, instrumentation, null);
      } else if (started) {
        sayStandingBack();
      } else {
        started = true;
        startSecured(arguments, instrumentation);
      }
    } catch (Throwable fault) {
      sayOff(fault);
    }
  }

  /**
   * @param jar the agent's own, or null: then it is asked of the JVM
   */
  static synchronized void start(String arguments, Instrumentation instrumentation, File jar) {
    try {
      if (isDisabled() || isJdkTool()) {
        return;
      }
      if (started) {
        sayStandingBack();
        return;
      }
      started = true;
      startInside(arguments, instrumentation, jar == null ? ownJar() : jar);
    } catch (Throwable fault) {
      sayOff(fault);
    }
  }

  private static void sayStandingBack() {
    System.err.println(PREFIX + "a second -javaagent of obs-agent stands back");
  }

  /** False under a security manager whose policy does not name this JAR. */
  private static boolean mayDoAnything() {
    SecurityManager manager = System.getSecurityManager();
    if (manager == null) {
      return true;
    }
    try {
      manager.checkPermission(new AllPermission());
      return true;
    } catch (SecurityException denied) {
      return false;
    }
  }

  /**
   * Code on the boot class path has all permissions, instrumentation asks for none, and every JAR
   * may read itself. It costs one line that the JVM prints of its own, about class-data sharing.
   */
  private static void startSecured(String arguments, Instrumentation instrumentation)
      throws IOException, URISyntaxException {
    String url = ObsAgent.class.getResource("ObsAgent.class").getPath();
    File jar = new File(new URI(url.substring(0, url.lastIndexOf("!/"))));
    // Stays open: the JVM reads from it for as long as it runs.
    instrumentation.appendToBootstrapClassLoaderSearch(new JarFile(jar, false));
    SecuredEntry.start(arguments, instrumentation, jar.getPath());
  }

  /** Asked before anything of ours is loaded, hence not through the configuration reader. */
  private static boolean isDisabled() {
    String enabled = System.getProperty("otel.javaagent.enabled");
    if (enabled == null) {
      enabled = System.getenv("OTEL_JAVAAGENT_ENABLED");
    }
    return enabled != null && enabled.trim().equalsIgnoreCase("false");
  }

  /**
   * Whether this JVM is javac, jps, keytool, ... started with the agent by way of {@code
   * JAVA_TOOL_OPTIONS}. On Java 9 and later tools are main classes of JDK modules; {@code java
   * Source.java} is one too, but runs an application.
   */
  private static boolean isJdkTool() {
    String command = System.getProperty("sun.java.command", "");
    String module = System.getProperty("jdk.module.main");
    if (module != null) {
      return (module.startsWith("jdk.") || module.startsWith("java."))
          && command.indexOf("com.sun.tools.javac.launcher.") < 0;
    }
    return command.startsWith("com.sun.tools.")
        || command.startsWith("sun.tools.")
        || command.startsWith("sun.security.tools.")
        || command.startsWith("jdk.jfr.internal.tool.");
  }

  private static File ownJar() throws URISyntaxException {
    return new File(ObsAgent.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  @SuppressWarnings("unchecked")
  private static void startInside(String arguments, Instrumentation instrumentation, File jar)
      throws Exception {
    ClassLoader inside = AgentClassLoader.open(jar);
    // A type both sides know: the inside cannot see this class, nor this class the inside.
    BiConsumer<String, Instrumentation> start =
        (BiConsumer<String, Instrumentation>)
            inside.loadClass(START).getDeclaredConstructor().newInstance();
    start.accept(arguments, instrumentation);
  }

  private static void sayOff(Throwable fault) {
    try {
      String advice =
          fault instanceof SecurityException
              ? "; under a security manager grant codeBase \"file:<path of obs-agent.jar>\" {"
                  + " permission java.security.AllPermission; };"
              : "";
      System.err.println(PREFIX + "off, the application goes on without it: " + fault + advice);
    } catch (Throwable unspeakable) {
      // Not even the fault can be told; the application goes on.
    }
  }
}
