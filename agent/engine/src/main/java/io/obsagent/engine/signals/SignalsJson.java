package io.obsagent.engine.signals;

import io.obsagent.engine.metrics.Latencies;
import java.util.Locale;
import java.util.Map;

/** Writes the golden signals as JSON. Used once. */
final class SignalsJson {
  private final StringBuilder out = new StringBuilder(1_024);

  /** Whether a comma has to stand before what comes next. */
  private boolean open;

  private SignalsJson() {}

  static String of(SignalsReading reading) {
    SignalsJson json = new SignalsJson();
    json.begin('{');
    json.member("window_seconds", reading.seconds());
    json.name("entries").begin('[');
    for (EntrySignals entry : reading.entries()) {
      json.entry(entry, reading.seconds());
    }
    json.end(']');
    json.saturation(reading.saturation());
    json.name("traces_kept").counts(reading.kept());
    json.end('}');
    return json.out.toString();
  }

  private void entry(EntrySignals entry, double seconds) {
    separate();
    begin('{');
    name("type").text(entry.kind());
    name("name").text(entry.name());
    name("count").number(entry.count());
    member("rate", entry.count() / seconds);
    member("error_rate", entry.failed().count() / (double) entry.count());
    name("errors").counts(entry.errors());
    name("success");
    latencies(entry.succeeded());
    name("error");
    latencies(entry.failed());
    end('}');
  }

  private void latencies(Latencies latencies) {
    begin('{');
    name("count").number(latencies.count());
    member("p50_seconds", latencies.quantile(0.5));
    member("p99_seconds", latencies.quantile(0.99));
    end('}');
  }

  private void saturation(Saturation saturation) {
    name("saturation").begin('{');
    member("cpu", saturation.cpu());
    member("memory", saturation.memory());
    member("heap", saturation.heap());
    name("executors");
    pools(saturation.executors());
    name("connection_pools");
    pools(saturation.connections());
    name("consumer_lag").counts(saturation.lag());
    end('}');
  }

  private void pools(Map<String, Saturation.Pool> pools) {
    begin('{');
    for (Map.Entry<String, Saturation.Pool> pool : pools.entrySet()) {
      name(pool.getKey()).begin('{');
      if (pool.getValue().busy >= 0) {
        name("busy").number(pool.getValue().busy);
      }
      name("size").number(pool.getValue().size);
      if (pool.getValue().limit > 0) {
        name("limit").number(pool.getValue().limit);
      }
      name("waiting").number(pool.getValue().waiting);
      end('}');
    }
    end('}');
  }

  private void counts(Map<String, Long> counts) {
    begin('{');
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      name(count.getKey()).number(count.getValue());
    }
    end('}');
  }

  /** What is not known is left out. */
  private void member(String name, double value) {
    if (!Double.isNaN(value) && !Double.isInfinite(value)) {
      name(name);
      out.append(String.format(Locale.ROOT, "%.6f", value));
    }
  }

  private SignalsJson name(String name) {
    separate();
    text(name);
    out.append(':');
    return this;
  }

  private void separate() {
    if (open) {
      out.append(',');
    }
    open = true;
  }

  private void number(long number) {
    out.append(number);
  }

  private void begin(char bracket) {
    out.append(bracket);
    open = false;
  }

  private void end(char bracket) {
    out.append(bracket);
    open = true;
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
