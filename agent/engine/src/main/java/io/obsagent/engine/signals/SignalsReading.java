package io.obsagent.engine.signals;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The golden signals as they were when they were read. Safe for any thread once it is handed over.
 */
public final class SignalsReading {
  private final double seconds;
  private final List<EntrySignals> entries;
  private final Saturation saturation;
  private final Map<String, Long> kept;

  SignalsReading(
      double seconds, List<EntrySignals> entries, Saturation saturation, Map<String, Long> kept) {
    this.seconds = seconds;
    this.entries = Collections.unmodifiableList(entries);
    this.saturation = saturation;
    this.kept = kept;
  }

  /** The time that is told of, in seconds: a minute, up to ten seconds more, less at first. */
  public double seconds() {
    return seconds;
  }

  /** Those that had any traffic, by name. */
  public List<EntrySignals> entries() {
    return entries;
  }

  Saturation saturation() {
    return saturation;
  }

  /** Traces by the policy that kept them, since the start; empty without tail sampling. */
  Map<String, Long> kept() {
    return kept;
  }

  /** One JSON object, whose members docs/metrics.md describes. */
  public String json() {
    return SignalsJson.of(this);
  }

  /** A table for people, each line with its end. */
  public String text() {
    return SignalsText.of(this);
  }
}
