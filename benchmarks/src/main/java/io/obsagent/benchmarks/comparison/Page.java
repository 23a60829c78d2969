package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of which some parts are written by hand and some by programs, between two marks. */
public final class Page {
  private final Path file;

  private Page(Path file) {
    this.file = file;
  }

  public static Page at(Path file) {
    return new Page(file);
  }

  /** Puts this text between the marks of a part; the page must have them. */
  public void replace(String part, String text) throws IOException {
    String page = Files.readString(file);
    String begin = "<!-- generated: " + part + " -->\n";
    String end = "<!-- end of " + part + " -->";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no part '" + part + "'");
    }
    Files.writeString(file, page.substring(0, from + begin.length()) + text + page.substring(to));
  }
}
