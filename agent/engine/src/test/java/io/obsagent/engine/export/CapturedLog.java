package io.obsagent.engine.export;

import io.obsagent.engine.log.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The agent's lines while it is open. */
public final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  public CapturedLog() {
    AgentLog.redirect(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  public List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  public List<String> lines(String part) {
    return lines().stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    AgentLog.redirect(System.err);
  }
}
