package io.obsagent.smoke.sampling;

import io.obsagent.smoke.http.RawConnection;
import io.obsagent.smoke.http.RawResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Requests from several connections at once, and what became of each. */
final class Load {
  private static final int CONNECTIONS = 6;

  private static final Pattern TRACE_PARENT =
      Pattern.compile("desc=\"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})\"");

  /**
   * One request.
   *
   * @param traceId as the answer's {@code Server-Timing} says it; empty without
   * @param promised whether the service would have sent the trace on as sampled
   */
  record Sent(String path, int status, String traceId, boolean promised) {}

  private Load() {}

  /** Sends so many and returns what came of them. */
  static List<Sent> send(int port, int requests, IntFunction<String> paths) {
    ExecutorService pool = Executors.newFixedThreadPool(CONNECTIONS);
    try {
      List<Future<List<Sent>>> shares = new ArrayList<>();
      for (int c = 0; c < CONNECTIONS; c++) {
        int first = c;
        shares.add(pool.submit(() -> share(port, first, requests, paths)));
      }
      List<Sent> all = new ArrayList<>();
      for (Future<List<Sent>> share : shares) {
        all.addAll(share.get());
      }
      return all;
    } catch (InterruptedException | ExecutionException e) {
      throw new AssertionError("The load broke off", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Sent> share(int port, int first, int requests, IntFunction<String> paths)
      throws IOException {
    List<Sent> sent = new ArrayList<>();
    try (RawConnection connection = RawConnection.open(port)) {
      for (int i = first; i < requests; i += CONNECTIONS) {
        String path = paths.apply(i);
        RawResponse answer =
            connection.send("GET " + path + " HTTP/1.1\nHost: relay\n\n").receive();
        sent.add(sent(path, answer));
      }
    }
    return sent;
  }

  private static Sent sent(String path, RawResponse answer) {
    for (String timing : answer.headers().getOrDefault("server-timing", List.of())) {
      Matcher said = TRACE_PARENT.matcher(timing);
      if (said.find()) {
        return new Sent(
            path, answer.status(), said.group(1), Integer.parseInt(said.group(3), 16) % 2 == 1);
      }
    }
    return new Sent(path, answer.status(), "", false);
  }
}
