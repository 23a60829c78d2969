package io.obsagent.smoke.jvm;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One stream of a child process, read as it comes. */
public final class Output {

  private final String name;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;
  private boolean ended;

  Output(String name, InputStream stream) {
    this.name = name;
    this.reader = new Thread(() -> read(stream), "read-" + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream stream) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      String line;
      while ((line = in.readLine()) != null) {
        synchronized (this) {
          lines.add(line);
          notifyAll();
        }
      }
    } catch (IOException e) {
      // The process was killed while we read: what came until then is the output.
    } finally {
      synchronized (this) {
        ended = true;
        notifyAll();
      }
    }
  }

  public synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  public String text() {
    return String.join("\n", lines());
  }

  /** Waits for a line, past or future, in which the expression is found. */
  public synchronized MatchResult awaitLine(String regex, Duration timeout) {
    Pattern pattern = Pattern.compile(regex);
    long deadline = System.nanoTime() + timeout.toNanos();
    int next = 0;
    while (true) {
      for (; next < lines.size(); next++) {
        Matcher matcher = pattern.matcher(lines.get(next));
        if (matcher.find()) {
          return matcher.toMatchResult();
        }
      }
      long left = deadline - System.nanoTime();
      if (ended || left <= 0) {
        String why = ended ? "ended" : "waited " + timeout;
        throw new AssertionError(
            name + " " + why + " without a line matching " + regex + "\n" + text());
      }
      try {
        wait(Math.max(1, left / 1_000_000));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted while waiting for " + regex, e);
      }
    }
  }

  /** Waits until everything the dead process wrote has been read. */
  void awaitEnd(Duration timeout) throws InterruptedException {
    reader.join(timeout.toMillis());
  }
}
