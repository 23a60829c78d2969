package io.obsagent.engine.health;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * What went wrong inside the agent, counted: the price of failing open is that faults must be
 * visible somewhere. Counters are created on first use and never removed; names are few and fixed.
 *
 * <p>Thread-safe. Counting costs one hash look-up and one striped add: for faults and drops, not
 * for every call.
 */
public final class AgentHealth {
  /** An advice threw and the application did not see it. Zero in every test of ours. */
  public static final String SUPPRESSED_EXCEPTIONS = "suppressed_exceptions";

  /** A context was left on a thread, or taken off in the wrong order. Zero in every test. */
  public static final String CONTEXT_LEAKS = "context_leaks";

  /** Spans of fragments grown too large, left out in favour of their siblings. */
  public static final String COLLAPSED = "spans.collapsed";

  private static final ConcurrentHashMap<String, LongAdder> COUNTERS = new ConcurrentHashMap<>();

  private AgentHealth() {}

  public static void count(String counter) {
    count(counter, 1);
  }

  public static void count(String counter, long times) {
    LongAdder adder = COUNTERS.get(counter);
    if (adder == null) {
      adder = COUNTERS.computeIfAbsent(counter, name -> new LongAdder());
    }
    adder.add(times);
  }

  /** The value so far, 0 for a counter never used. */
  public static long get(String counter) {
    LongAdder adder = COUNTERS.get(counter);
    return adder == null ? 0 : adder.sum();
  }

  /** All counters that were used, with their values now. */
  public static Map<String, Long> snapshot() {
    Map<String, Long> values = new LinkedHashMap<>();
    COUNTERS.forEach((name, adder) -> values.put(name, adder.sum()));
    return values;
  }
}
