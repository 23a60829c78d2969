package io.obsagent.benchmarks.comparison;

import java.nio.charset.StandardCharsets;

/**
 * The kinds of request, as in {@code budgets.md}. {@link #spans} is what a request adds to its
 * trace in the end, the consumer's part included.
 */
enum Kind {
  PLAIN(1, 1, 900, "1 SERVER span"),
  DB(4, 1, 2_000, "SERVER + 3 JDBC"),
  CALL(3, 2, 2_500, "SERVER + HTTP CLIENT + SERVER"),
  SEND(2, 1, 1_500, "SERVER + Kafka send"),
  MIXED(11, 3, 8_000, "all of it (11 spans, 3 clients)");

  final int spans;
  final int servers;
  final int budgetBytes;
  final String title;

  Kind(int spans, int servers, int budgetBytes, String title) {
    this.spans = spans;
    this.servers = servers;
    this.budgetBytes = budgetBytes;
    this.title = title;
  }

  String path() {
    return "/" + label();
  }

  String label() {
    return switch (this) {
      case PLAIN -> "plain";
      case DB -> "db";
      case CALL -> "call";
      case SEND -> "send";
      case MIXED -> "mixed";
    };
  }

  byte[] request() {
    return ("GET " + path() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
