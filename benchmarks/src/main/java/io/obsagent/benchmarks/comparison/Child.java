package io.obsagent.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM that answers lines on its standard output; its standard error goes to a file. */
final class Child implements AutoCloseable {
  private final Process process;
  private final BufferedReader answers;
  private final Path errors;
  private int saidByTheJvm;

  private Child(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
  }

  static Child start(List<String> command, Path folder, String name) {
    Path errors = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors.toFile());
    builder
        .environment()
        .keySet()
        .removeIf(k -> k.matches("(OTEL|OBS|DD|ELASTIC)_.*|.*JAVA.*OPTIONS|CLASSPATH"));
    try {
      return new Child(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot start " + command, e);
    }
  }

  /** The rest of the first line that begins so; other lines are skipped. */
  String await(String beginning) {
    try {
      for (String line = answers.readLine(); line != null; line = answers.readLine()) {
        if (line.startsWith(beginning)) {
          return line.substring(beginning.length()).trim();
        }
        if (isOfTheJvm(line)) {
          saidByTheJvm++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("It ended without '" + beginning + "', see " + errors);
  }

  String ask(String beginning) {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("It does not listen any more, see " + errors, e);
    }
    return await(beginning);
  }

  long pid() {
    return process.pid();
  }

  /** Lines of the JVM itself, such as warnings, on either output so far. */
  long saidByTheJvm() throws IOException {
    try (Stream<String> lines = Files.lines(errors)) {
      return saidByTheJvm + lines.filter(Child::isOfTheJvm).count();
    }
  }

  private static boolean isOfTheJvm(String line) {
    return line.startsWith("OpenJDK ") || line.matches("\\[[^]]*\\]\\[(warning|error|info)].*");
  }

  Path errors() {
    return errors;
  }

  /** The end of standard input, which ends it in good order; what does not end is killed. */
  void end() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
