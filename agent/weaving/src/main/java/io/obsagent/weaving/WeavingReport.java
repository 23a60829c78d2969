package io.obsagent.weaving;

import io.obsagent.engine.log.AgentLog;
import java.util.ArrayList;
import java.util.List;

/**
 * What was woven, what not and why: the newest lines win no place once the bound is reached, they
 * are only counted. Every line is a debug line of {@link AgentLog} too, if so wished. Thread-safe.
 */
public final class WeavingReport {
  private static final int MAX_LINES = 2_000;

  private final List<String> lines = new ArrayList<>();
  private int unrecorded;

  private final boolean debug;

  WeavingReport(boolean debug) {
    this.debug = debug;
  }

  void add(String line) {
    if (debug) {
      AgentLog.debug("weaving: " + line);
    }
    synchronized (this) {
      if (lines.size() < MAX_LINES) {
        lines.add(line);
      } else {
        unrecorded++;
      }
    }
  }

  /** A copy of the lines so far, oldest first. */
  public synchronized List<String> lines() {
    List<String> copy = new ArrayList<>(lines);
    if (unrecorded > 0) {
      copy.add("and " + unrecorded + " more that were not recorded");
    }
    return copy;
  }
}
