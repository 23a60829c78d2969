package io.obsagent.engine.export.console;

import io.obsagent.engine.export.FragmentExporter;
import io.obsagent.engine.trace.Fragment;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.time.ZoneId;
import java.util.List;

/**
 * Prints each fragment as a waterfall on standard error or output ({@code obs.console.stream}):
 * what one sees in the first minute, without a collector. A block is written in one call, so lines
 * of the application do not fall into it.
 */
public final class ConsoleExporter implements FragmentExporter {
  private static final int DEFAULT_WIDTH = 140;

  private final PrintStream stream;
  private final String streamName;
  private final String service;
  private Charset charset;
  private Waterfall waterfall;

  private ConsoleExporter(PrintStream stream, String streamName, String service) {
    this.stream = stream;
    this.streamName = streamName;
    this.service = service;
  }

  /**
   * Prints where {@code stream} names, as it is now: should the application replace it later, its
   * replacement, perhaps a logger, is left alone.
   *
   * @param stream {@code stdout} or {@code stderr}
   * @param service shown in each header
   */
  public static ConsoleExporter on(String stream, String service) {
    boolean out = stream.equals("stdout");
    return new ConsoleExporter(out ? System.out : System.err, out ? "stdout" : "stderr", service);
  }

  ConsoleExporter(PrintStream stream, Charset charset, Waterfall waterfall) {
    this(stream, "", "");
    this.charset = charset;
    this.waterfall = waterfall;
  }

  @Override
  public void attach(Runnable wake) {}

  @Override
  public void export(List<Fragment> batch) {
    if (waterfall == null) {
      charset = Terminal.charset(streamName);
      waterfall =
          new Waterfall(
              service, ZoneId.systemDefault(), Glyphs.in(charset), Terminal.hasColour(), width());
    }
    for (int i = 0; i < batch.size(); i++) {
      byte[] block = waterfall.draw(batch.get(i)).getBytes(charset);
      stream.write(block, 0, block.length);
    }
    stream.flush();
  }

  /** Shells export it rarely; where it is there, it is right. */
  private static int width() {
    try {
      String columns = System.getenv("COLUMNS");
      return columns == null ? DEFAULT_WIDTH : Integer.parseInt(columns.trim());
    } catch (NumberFormatException | SecurityException unknown) {
      return DEFAULT_WIDTH;
    }
  }

  @Override
  public long work(long nowNanos) {
    return NOTHING;
  }

  @Override
  public boolean flush(long timeoutMillis) {
    return true;
  }

  @Override
  public void close() {}
}
