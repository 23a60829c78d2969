package io.obsagent.engine.export.console;

import io.obsagent.engine.trace.SpanKind;
import java.nio.charset.Charset;

/** The characters of the waterfall: drawn ones where the stream can show them, else ASCII. */
enum Glyphs {
  DRAWN("┌─", "│ ", "└─", "├─", "└─", "│ ", "█", "▌", "✗", "…", "×", "µs", "●▶◆▲▼"),
  ASCII("+-", "| ", "+-", "|-", "`-", "| ", "#", "|", "x", "~", "x", "us", "o>*^v");

  final String top;
  final String side;
  final String bottom;
  final String branch;
  final String lastBranch;
  final String trunk;
  final String bar;
  final String sliver;
  final String cross;
  final String cut;
  final String times;
  final String micros;
  private final String kinds;

  Glyphs(
      String top,
      String side,
      String bottom,
      String branch,
      String lastBranch,
      String trunk,
      String bar,
      String sliver,
      String cross,
      String cut,
      String times,
      String micros,
      String kinds) {
    this.top = top;
    this.side = side;
    this.bottom = bottom;
    this.branch = branch;
    this.lastBranch = lastBranch;
    this.trunk = trunk;
    this.bar = bar;
    this.sliver = sliver;
    this.cross = cross;
    this.cut = cut;
    this.times = times;
    this.micros = micros;
    this.kinds = kinds;
  }

  /** Internal, server, client, producer, consumer. */
  char kind(SpanKind kind) {
    return kinds.charAt(kind.ordinal());
  }

  static Glyphs in(Charset charset) {
    return charset.canEncode() && charset.newEncoder().canEncode("┌│█▌✗…µ▶") ? DRAWN : ASCII;
  }
}
