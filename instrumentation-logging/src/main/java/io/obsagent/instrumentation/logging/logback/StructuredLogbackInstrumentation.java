package io.obsagent.instrumentation.logging.logback;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * {@code obs.logs.format} for Logback: console and file appenders get an encoder of ours in the
 * place of one that writes a pattern.
 */
public final class StructuredLogbackInstrumentation implements LibraryInstrumentation {
  @Override
  public String name() {
    return "structured-logs";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("ch.qos.logback.core.OutputStreamAppender")
        .method(
            "setEncoder",
            "(Lch/qos/logback/core/encoder/Encoder;)V",
            StructuredLogbackAdvice.SetEncoder.class)
        .method(
            "setLayout",
            "(Lch/qos/logback/core/Layout;)V",
            StructuredLogbackAdvice.SetLayout.class);
  }
}
