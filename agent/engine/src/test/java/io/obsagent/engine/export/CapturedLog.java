package io.obsagent.engine.export;

import io.obsagent.engine.log.AgentLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The agent's lines while it is open. */
final class CapturedLog implements AutoCloseable {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  CapturedLog() {
    AgentLog.redirect(new PrintStream(bytes, true, StandardCharsets.UTF_8));
  }

  List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }

  List<String> lines(String part) {
    return lines().stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void close() {
    AgentLog.redirect(System.err);
  }
}
