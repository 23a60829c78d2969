package io.obsagent.instrumentation.logging.logback;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import io.obsagent.instrumentation.logging.structured.LogLine;
import io.obsagent.instrumentation.logging.structured.StructuredFaults;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Logback's encoder of JSON lines, in the place of one with a pattern. It serves both shapes of
 * encoders: until 1.1 they write to a stream they are given, since 1.2 they return bytes. It is a
 * pattern encoder by type and shows the pattern it replaces, for applications that ask.
 */
final class StructuredEncoder extends PatternLayoutEncoder {
  private static final byte[] NOTHING = {};

  private final LayoutWrappingEncoder<ILoggingEvent> replaced;

  /** Until 1.1; set under the lock of the appender, under which it is also written to. */
  private OutputStream stream;

  StructuredEncoder(LayoutWrappingEncoder<ILoggingEvent> replaced) {
    this.replaced = replaced;
    setContext(replaced.getContext());
    if (replaced instanceof PatternLayoutEncoder) {
      setPattern(((PatternLayoutEncoder) replaced).getPattern());
    }
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    try {
      return line(event);
    } catch (Throwable fault) {
      StructuredFaults.failed(fault);
      return replaced.getLayout().doLayout(event).getBytes(StandardCharsets.UTF_8);
    }
  }

  /** Until 1.1. */
  public void doEncode(Object event) throws IOException {
    stream.write(encode((ILoggingEvent) event));
    stream.flush();
  }

  /** Until 1.1; also when a file was rolled over. */
  public void init(OutputStream out) {
    stream = out;
  }

  /** Until 1.1: there is no footer. */
  public void close() {}

  private static byte[] line(ILoggingEvent event) {
    LogLine line =
        LogLine.begin(false, event.getTimeStamp(), event.getLevel())
            .origin(event.getLoggerName(), event.getThreadName())
            .message(event.getFormattedMessage())
            .context(event.getMDCPropertyMap())
            .ids();
    IThrowableProxy thrown = event.getThrowableProxy();
    if (thrown instanceof ThrowableProxy) {
      line.thrown(((ThrowableProxy) thrown).getThrowable());
    } else if (thrown != null) {
      line.thrown(ThrowableProxyUtil.asString(thrown));
    }
    return line.toBytes();
  }

  @Override
  public Layout<ILoggingEvent> getLayout() {
    return replaced.getLayout();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public boolean isStarted() {
    return true;
  }

  /**
   * The replaced encoder is started by whoever made it; its layout is for lines we cannot write.
   */
  @Override
  public void start() {}

  @Override
  public void stop() {
    replaced.stop();
  }
}
