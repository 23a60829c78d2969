package io.obsagent.instrumentation.logging.log4j2;

import io.obsagent.instrumentation.logging.structured.LogLine;
import io.obsagent.instrumentation.logging.structured.StructuredFaults;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.layout.ByteBufferDestination;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.util.TriConsumer;

/** Log4j's layout of JSON lines, in the place of a pattern. Thread-safe: it holds nothing. */
final class StructuredLayout implements Layout<String> {
  private static final byte[] NOTHING = {};
  private static final ContextEntries CONTEXT_ENTRIES = new ContextEntries();

  private final PatternLayout replaced;

  StructuredLayout(PatternLayout replaced) {
    this.replaced = replaced;
  }

  @Override
  public byte[] toByteArray(LogEvent event) {
    try {
      return line(event);
    } catch (Throwable fault) {
      StructuredFaults.failed(fault);
      return replaced.toByteArray(event);
    }
  }

  /** Under the destination's lock, so that a line longer than its buffer stays in one piece. */
  @Override
  public void encode(LogEvent event, ByteBufferDestination destination) {
    byte[] line = toByteArray(event);
    synchronized (destination) {
      ByteBuffer buffer = destination.getByteBuffer();
      int written = 0;
      while (written < line.length) {
        if (!buffer.hasRemaining()) {
          buffer = destination.drain(buffer);
        }
        int part = Math.min(buffer.remaining(), line.length - written);
        buffer.put(line, written, part);
        written += part;
      }
    }
  }

  @Override
  public String toSerializable(LogEvent event) {
    return new String(toByteArray(event), StandardCharsets.UTF_8);
  }

  private static byte[] line(LogEvent event) {
    LogLine line =
        LogLine.begin(false, event.getTimeMillis(), event.getLevel())
            .origin(event.getLoggerName(), event.getThreadName())
            .message(event.getMessage().getFormattedMessage());
    event.getContextData().forEach(CONTEXT_ENTRIES, line);
    line.ids();
    if (event.getThrown() != null) {
      line.thrown(event.getThrown());
    } else if (event.getThrownProxy() != null) {
      line.thrown(event.getThrownProxy().getExtendedStackTraceAsString());
    }
    return line.toBytes();
  }

  @Override
  public byte[] getHeader() {
    return NOTHING;
  }

  @Override
  public byte[] getFooter() {
    return NOTHING;
  }

  @Override
  public String getContentType() {
    return "application/json; charset=UTF-8";
  }

  @Override
  public Map<String, String> getContentFormat() {
    return Collections.emptyMap();
  }

  /** One constant object: nothing is captured per event. */
  private static final class ContextEntries implements TriConsumer<String, Object, LogLine> {
    ContextEntries() {}

    @Override
    public void accept(String key, Object value, LogLine line) {
      line.context(key, value);
    }
  }
}
