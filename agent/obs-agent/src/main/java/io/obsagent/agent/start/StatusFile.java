package io.obsagent.agent.start;

import io.obsagent.engine.config.Options;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.log.AgentLog;
import io.obsagent.engine.signals.GoldenSignals;
import io.obsagent.weaving.WeavingAgent;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The agent's own state in a file that people read and {@link java.util.Properties} loads ({@code
 * obs.status.file}): {@code health.<counter>}, {@code weaving.<n>} and {@code signals.<n>} (one
 * line each of the weaving report and of the golden signals), and what the start line said.
 */
final class StatusFile {
  private final String file;
  private final String start;
  private final WeavingAgent weaving;
  private final GoldenSignals signals;

  /**
   * @param file where to write; null for nowhere
   * @param start what the start line said
   * @param weaving null when nothing is woven
   * @param signals of the last minute
   */
  StatusFile(String file, String start, WeavingAgent weaving, GoldenSignals signals) {
    this.file = file;
    this.start = start;
    this.weaving = weaving;
    this.signals = signals;
  }

  /**
   * Replaces the file as a whole, so that a reader never sees half of it. A failure is one line in
   * the agent's log.
   */
  void write() {
    if (file == null) {
      return;
    }
    try {
      replace(new File(file), text());
    } catch (IOException | RuntimeException unwritable) {
      AgentLog.event(Options.STATUS_FILE.name() + "=" + file + " cannot be written: " + unwritable);
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(1_024);
    line(text, "start", start);
    Map<String, Long> health = new TreeMap<>(AgentHealth.snapshot());
    // Those that must be zero are shown even when they are.
    health.putIfAbsent(AgentHealth.SUPPRESSED_EXCEPTIONS, 0L);
    health.putIfAbsent(AgentHealth.CONTEXT_LEAKS, 0L);
    for (Map.Entry<String, Long> counter : health.entrySet()) {
      line(text, "health." + counter.getKey(), counter.getValue().toString());
    }
    if (weaving != null) {
      List<String> lines = weaving.report().lines();
      for (int i = 0; i < lines.size(); i++) {
        line(text, "weaving." + (i + 1), lines.get(i));
      }
    }
    String[] lines = signals.read().text().split("\n");
    for (int i = 0; i < lines.length; i++) {
      line(text, String.format("signals.%03d", i + 1), lines[i]);
    }
    return text.toString();
  }

  /** The format of {@link java.util.Properties}, without its date and disorder. */
  private static void line(StringBuilder text, String name, String value) {
    text.append(name).append('=');
    for (int i = 0; i < value.length(); i++) {
      char character = value.charAt(i);
      if (character == '\\' || (character == ' ' && i == 0)) {
        text.append('\\').append(character);
      } else if (character < ' ' || character > '~') {
        text.append(String.format("\\u%04x", (int) character));
      } else {
        text.append(character);
      }
    }
    text.append('\n');
  }

  private static void replace(File file, String text) throws IOException {
    File target = file.getAbsoluteFile();
    File written = File.createTempFile("obs-agent", ".tmp", target.getParentFile());
    try {
      try (OutputStream out = new FileOutputStream(written)) {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      try {
        Files.move(written.toPath(), target.toPath(), StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException notAtomic) {
        Files.move(written.toPath(), target.toPath(), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Files.deleteIfExists(written.toPath());
    }
  }
}
