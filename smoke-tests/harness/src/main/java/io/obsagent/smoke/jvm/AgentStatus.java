package io.obsagent.smoke.jvm;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What the agent wrote into its status file when its JVM ended. */
public final class AgentStatus {

  private static final List<String> MUST_BE_ZERO =
      List.of("suppressed_exceptions", "context_leaks", "shutdown_faults", "admin.faults");

  private final Properties properties;

  private AgentStatus(Properties properties) {
    this.properties = properties;
  }

  static AgentStatus read(Path file) {
    Properties properties = new Properties();
    try (Reader text = Files.newBufferedReader(file)) {
      properties.load(text);
    } catch (IOException e) {
      throw new UncheckedIOException("The agent left no status file", e);
    }
    return new AgentStatus(properties);
  }

  /** A counter of the agent's health, 0 if it was never counted. */
  public long health(String counter) {
    return Long.parseLong(properties.getProperty("health." + counter, "0"));
  }

  /** All drops, whatever their reason. */
  public long dropped() {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("health.dropped."))
        .mapToLong(name -> Long.parseLong(properties.getProperty(name)))
        .sum();
  }

  /** The lines that say what was woven and what not. */
  public List<String> weaving() {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("weaving."))
        .map(properties::getProperty)
        .sorted()
        .toList();
  }

  /** The golden signals of the last minute, as a table for people. */
  public List<String> signals() {
    return properties.stringPropertyNames().stream()
        .filter(name -> name.startsWith("signals."))
        .sorted()
        .map(properties::getProperty)
        .toList();
  }

  /** Fails if an advice threw, or a context stayed behind on a thread. */
  void assertHealthy() {
    for (String counter : MUST_BE_ZERO) {
      if (health(counter) != 0) {
        throw new AssertionError("The agent counted " + counter + ": " + properties);
      }
    }
  }

  @Override
  public String toString() {
    return properties.toString();
  }
}
