package io.obsagent.smoke.jvm;

import io.obsagent.smoke.receiver.OtlpReceiver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How to start a {@link ChildJvm}: {@code ChildJvm.java(jdk).agent(jar).jar(shop).start()}. */
public final class JvmCommand {

  /** What would make a child behave as the tester's shell says and not as the test says. */
  private static final Pattern INHERITED_CONFIGURATION =
      Pattern.compile("(OTEL|OBS)_.*|JAVA_TOOL_OPTIONS|JDK_JAVA_OPTIONS|_JAVA_OPTIONS|CLASSPATH");

  private final Jdk jdk;
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final List<String> main = new ArrayList<>();
  private final List<String> arguments = new ArrayList<>();
  private Path directory;
  private Path status;

  JvmCommand(Jdk jdk) {
    this.jdk = jdk;
  }

  public JvmCommand agent(Path jar) {
    return option("-javaagent:" + jar);
  }

  /**
   * Under our agent as packaged. When the child ends by itself or by SIGTERM, {@link ChildJvm}
   * demands that the agent had no fault: no test needs to say so.
   */
  public JvmCommand observed() {
    try {
      Path folder = Files.createTempDirectory("agent-status");
      status = folder.resolve("status.properties");
      folder.toFile().deleteOnExit();
      status.toFile().deleteOnExit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Each on a port of its own: the next one after a port that is taken would be a line more.
    properties.putIfAbsent("obs.admin.port", String.valueOf(FreePort.next()));
    return agent(Artifacts.agentJar()).property("obs.status.file", status.toString());
  }

  /** The same, and all that is seen goes to this receiver by http/protobuf. */
  public JvmCommand observedBy(OtlpReceiver receiver) {
    return observed()
        .property("otel.exporter.otlp.protocol", "http/protobuf")
        .property("otel.exporter.otlp.endpoint", receiver.httpEndpoint());
  }

  /** Any option of the java launcher. */
  public JvmCommand option(String option) {
    options.add(option);
    return this;
  }

  public JvmCommand property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  public JvmCommand env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  public JvmCommand directory(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  public JvmCommand jar(Path jar) {
    return main(List.of("-jar", jar.toString()));
  }

  public JvmCommand mainClass(List<Path> classPath, String name) {
    String path =
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    return main(List.of("-cp", path, name));
  }

  /** The last words of the launcher's own part: {@code -m module/class}, for example. */
  public JvmCommand main(List<String> words) {
    main.clear();
    main.addAll(words);
    return this;
  }

  public JvmCommand argument(String argument) {
    arguments.add(argument);
    return this;
  }

  List<String> words() {
    List<String> words = new ArrayList<>();
    words.add(jdk.tool("java").toString());
    words.addAll(options);
    properties.forEach((name, value) -> words.add("-D" + name + "=" + value));
    words.addAll(main);
    words.addAll(arguments);
    return words;
  }

  public ChildJvm start() {
    ProcessBuilder builder = new ProcessBuilder(words());
    builder.environment().keySet().removeIf(k -> INHERITED_CONFIGURATION.matcher(k).matches());
    builder.environment().putAll(environment);
    if (directory != null) {
      builder.directory(directory.toFile());
    }
    try {
      return new ChildJvm(builder.start(), Optional.ofNullable(status));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + words(), e);
    }
  }
}
