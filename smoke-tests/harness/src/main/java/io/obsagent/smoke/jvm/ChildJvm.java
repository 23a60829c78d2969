package io.obsagent.smoke.jvm;

import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;

/**
 * A running child JVM, its two streams kept apart. Killed on close, and with the JVM of the test.
 */
public final class ChildJvm implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final Output stdout;
  private final Output stderr;
  private final Thread killer;
  private final Optional<Path> status;

  ChildJvm(Process process, Optional<Path> status) {
    this.process = process;
    this.status = status;
    this.stdout = new Output("stdout", process.getInputStream());
    this.stderr = new Output("stderr", process.getErrorStream());
    this.killer = new Thread(process::destroyForcibly, "kill-child");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  public static JvmCommand java(Jdk jdk) {
    return new JvmCommand(jdk);
  }

  public Output stdout() {
    return stdout;
  }

  public Output stderr() {
    return stderr;
  }

  public OutputStream stdin() {
    return process.getOutputStream();
  }

  /** Waits for a line of stdout; on failure the message has stderr as well. */
  public MatchResult awaitLine(String regex, Duration timeout) {
    try {
      return stdout.awaitLine(regex, timeout);
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + "\nstderr:\n" + stderr.text(), e);
    }
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /**
   * Waits for the end; the streams are complete when this returns. Fails if our agent was in that
   * JVM and had a fault.
   */
  public int awaitExit(Duration timeout) {
    int exit = awaitEnd(timeout);
    if (status.isPresent()) {
      agentStatus().assertHealthy();
    }
    return exit;
  }

  /** What our agent says of itself, after the end of the JVM. */
  public AgentStatus agentStatus() {
    return AgentStatus.read(status.orElseThrow());
  }

  private int awaitEnd(Duration timeout) {
    try {
      if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("Still running after " + timeout + "\n" + stderr.text());
      }
      stdout.awaitEnd(PATIENCE);
      stderr.awaitEnd(PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("Interrupted while waiting for a child JVM", e);
    }
    forget();
    return process.exitValue();
  }

  /** SIGTERM, then waits; 143 is what a JVM answers to it. */
  public int stop() {
    // Not Process.destroy, which closes the streams before the last words are read.
    process.toHandle().destroy();
    return awaitExit(PATIENCE);
  }

  /** SIGKILL: no shutdown hook runs. */
  public int kill() {
    process.toHandle().destroyForcibly();
    return awaitExit(PATIENCE);
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
    }
    forget();
  }

  private void forget() {
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // We are being shut down ourselves: the hook is at work.
    }
  }
}
