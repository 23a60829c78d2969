package io.obsagent.smoke.differential;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Names for what is another text or number in each run: ports, the database, the topic. */
final class Names {

  private static final Set<String> VOLATILE =
      Set.of("thread.id", "thread.name", "network.peer.port", "client.port");

  private final Map<String, String> texts = new LinkedHashMap<>();
  private final Map<Long, String> ports = new LinkedHashMap<>();

  Names text(String value, String name) {
    texts.put(value, "{" + name + "}");
    return this;
  }

  Names port(int port, String name) {
    ports.put((long) port, "{" + name + "}");
    texts.put("127.0.0.1:" + port, "{" + name + "}");
    return this;
  }

  /** An attribute's value. */
  String of(String key, Object value) {
    if (value instanceof Long && ports.containsKey(value)) {
      return ports.get(value);
    }
    if (VOLATILE.contains(key)) {
      return "{any}";
    }
    if (key.equals("exception.stacktrace")) {
      return value.toString().lines().findFirst().map(this::in).orElse("");
    }
    return in(value.toString());
  }

  String in(String text) {
    String named = text;
    for (Map.Entry<String, String> each : texts.entrySet()) {
      named = named.replace(each.getKey(), each.getValue());
    }
    return named.replaceAll("\\s+", " ");
  }
}
