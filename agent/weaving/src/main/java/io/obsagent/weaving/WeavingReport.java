package io.obsagent.weaving;

import io.obsagent.engine.log.AgentLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What was woven, what not and why: the newest lines win no place once the bound is reached, they
 * are only counted. Every line is a debug line of {@link AgentLog} too, if so wished. Thread-safe.
 */
public final class WeavingReport {
  private static final int MAX_LINES = 2_000;
  private static final int MAX_PROBLEMS = 10;

  private final List<String> lines = new ArrayList<>();
  private int unrecorded;
  private final Map<String, Integer> woven = new HashMap<>();
  private final Map<String, Set<String>> problems = new HashMap<>();

  private final boolean debug;

  WeavingReport(boolean debug) {
    this.debug = debug;
  }

  void add(String line) {
    if (debug && AgentLog.isDebug()) {
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

  /** A class was woven by this instrumentation, for the first time. */
  synchronized void woven(String instrumentation) {
    Integer so = woven.get(instrumentation);
    woven.put(instrumentation, so == null ? 1 : so + 1);
  }

  /** An instrumentation is off somewhere, which is a line too. */
  void off(String instrumentation, String where, String because) {
    add(instrumentation + " is off for " + where + ", because " + because);
    synchronized (this) {
      Set<String> known = problems.get(instrumentation);
      if (known == null) {
        known = new LinkedHashSet<>();
        problems.put(instrumentation, known);
      }
      if (known.size() < MAX_PROBLEMS) {
        known.add("off for " + where + ": " + because);
      }
    }
  }

  /** Classes that were woven by this instrumentation so far. */
  public synchronized int wovenClasses(String instrumentation) {
    Integer count = woven.get(instrumentation);
    return count == null ? 0 : count;
  }

  /** Where this instrumentation is off and why, the first few; empty if nowhere. */
  public synchronized List<String> problems(String instrumentation) {
    Set<String> known = problems.get(instrumentation);
    return known == null ? new ArrayList<String>() : new ArrayList<>(known);
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
