package io.obsagent.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process started for a test, usually a JVM with the packaged agent. */
final class Child {
  /** The packaged agent. */
  static final Path AGENT = Path.of(System.getProperty("obs-agent.jar"));

  private static final String PREFIX = "[obs-agent] ";

  /** What a process left behind. */
  record Result(int exitCode, String out, String err) {
    List<String> agentLines() {
      return err.lines().filter(line -> line.startsWith(PREFIX)).toList();
    }

    String errWithoutAgentLines() {
      List<String> others = err.lines().filter(line -> !line.startsWith(PREFIX)).toList();
      return String.join("\n", others);
    }
  }

  private final List<String> command = new ArrayList<>();
  private final ProcessBuilder builder = new ProcessBuilder();
  private Path out;
  private Path err;

  private Child(String executable) {
    command.add(executable);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("OTEL_") || name.startsWith("OBS_"));
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("JDK_JAVA_OPTIONS");
    // So that the JVM can name files beyond ASCII.
    environment.put("LC_ALL", "C.UTF-8");
  }

  static Child java(Jdk jdk) {
    return new Child(jdk.tool("java"));
  }

  static Child tool(Jdk jdk, String name) {
    return new Child(jdk.tool(name));
  }

  static Child executable(Path file) {
    return new Child(file.toString());
  }

  Child with(String... arguments) {
    command.addAll(List.of(arguments));
    return this;
  }

  Child agent() {
    return with("-javaagent:" + AGENT);
  }

  /** One of the programs in this module's tests, as the last arguments. */
  Child program(Class<?> main, String... arguments) {
    with("-cp", location(main).toString(), main.getName());
    return with(arguments);
  }

  Child environment(String name, String value) {
    builder.environment().put(name, value);
    return this;
  }

  Child in(Path directory) {
    builder.directory(directory.toFile());
    return this;
  }

  static Path location(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  Process start() {
    try {
      out = Files.createTempFile("child", ".out");
      err = Files.createTempFile("child", ".err");
      return builder
          .command(command)
          .redirectOutput(out.toFile())
          .redirectError(err.toFile())
          .start();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  Result run() {
    return result(start());
  }

  /** Waits for the end of what {@link #start} began. */
  Result result(Process process) {
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError("no end after 60 s: " + command + "\n" + errSoFar());
      }
      Result result = new Result(process.exitValue(), text(out), text(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      process.destroyForcibly();
      throw new IllegalStateException(interrupted);
    }
  }

  String errSoFar() {
    return text(err);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
