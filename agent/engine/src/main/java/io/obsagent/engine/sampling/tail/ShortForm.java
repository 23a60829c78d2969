package io.obsagent.engine.sampling.tail;

import io.obsagent.engine.config.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads {@code obs.sampling.tail}: names of policies with at most one number each. */
final class ShortForm {
  private static final long RARE_MILLIS = 900_000;
  private static final double PERCENTILE = 99;

  /** With what follows the colon, for the complaint. */
  private static final String KNOWN =
      "error, latency:500ms, rare:15m, probabilistic:5, rate:100, bytes:1MiB, span_count:20,"
          + " latency_percentile:99, log_error, new_exception, trace_flags, always_sample, parent";

  private ShortForm() {}

  static TailRules parse(String text, List<String> complaints) {
    List<Rule> rules = new ArrayList<>();
    List<String> used = new ArrayList<>();
    boolean parent = false;
    for (String part : text.split(",", -1)) {
      String item = part.trim();
      if (item.isEmpty()) {
        continue;
      }
      int colon = item.indexOf(':');
      String name = (colon < 0 ? item : item.substring(0, colon)).trim().toLowerCase(Locale.ROOT);
      String argument = colon < 0 ? null : item.substring(colon + 1).trim();
      if (name.equals(TailRules.PARENT) && argument == null) {
        parent = true;
        used.add(item);
        continue;
      }
      try {
        Policy policy = policy(name, argument);
        rules.add(new Rule(isNamed(rules, name) ? item : name, Rule.Kind.KEEP, policy));
        used.add(item);
      } catch (IllegalArgumentException unusable) {
        complaints.add(item + " " + unusable.getMessage());
      }
    }
    return rules.isEmpty() && !parent
        ? null
        : new TailRules(rules, String.join(",", used), /* decisionWaitMillis= */ -1);
  }

  private static boolean isNamed(List<Rule> rules, String name) {
    for (Rule rule : rules) {
      if (rule.name.equals(name)) {
        return true;
      }
    }
    return false;
  }

  private static Policy policy(String name, String argument) {
    switch (name) {
      case "always_sample":
        return none(argument, new AlwaysSample());
      case "error":
        return none(argument, new StatusCode(/* error= */ true, /* unset= */ false));
      case "log_error":
        return none(argument, new LogError());
      case "new_exception":
        return none(argument, new NewException());
      case "trace_flags":
        return none(argument, new TraceFlags());
      case "latency":
        return new Latency(Measures.millis(given(argument)), 0);
      case "rare":
        return new Rare(argument == null ? RARE_MILLIS : atLeast1(Measures.millis(argument)));
      case "probabilistic":
        return new Probabilistic(percent(given(argument), 0, 100));
      case "latency_percentile":
        return new LatencyPercentile(argument == null ? PERCENTILE : percentile(argument));
      case "rate":
      case "rate_limiting":
        return Limiting.spans(positive(given(argument)));
      case "bytes":
      case "bytes_limiting":
        long bytes = atLeast1(Measures.bytes(given(argument)));
        return Limiting.bytes(bytes, 2 * bytes);
      case "span_count":
        return new SpanCount((long) positive(given(argument)), 0);
      default:
        throw new IllegalArgumentException("is no policy, ignored; known are " + KNOWN);
    }
  }

  private static Policy none(String argument, Policy policy) {
    if (argument != null) {
      throw new IllegalArgumentException("is ignored: nothing may follow the name");
    }
    return policy;
  }

  private static String given(String argument) {
    if (argument == null || argument.isEmpty()) {
      throw new IllegalArgumentException("is ignored: it needs a number; known are " + KNOWN);
    }
    return argument;
  }

  private static double percentile(String text) {
    double value = percent(text, 0, 100);
    if (value == 0 || value == 100) {
      throw new IllegalArgumentException("is ignored: not between 0 and 100");
    }
    return value;
  }

  private static double percent(String text, double least, double most) {
    String digits = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    double value = number(digits);
    if (!(value >= least && value <= most)) {
      throw new IllegalArgumentException("is ignored: not a percentage from 0 to 100");
    }
    return value;
  }

  private static double positive(String text) {
    double value = number(text);
    if (!(value >= 1)) {
      throw new IllegalArgumentException("is ignored: not a number, 1 or more");
    }
    return value;
  }

  private static long atLeast1(long value) {
    if (value < 1) {
      throw new IllegalArgumentException("is ignored: not more than 0");
    }
    return value;
  }

  private static double number(String text) {
    try {
      double value = Double.parseDouble(text);
      if (value >= 0 && value <= Integer.MAX_VALUE) {
        return value;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException("is ignored: not a number");
  }
}
