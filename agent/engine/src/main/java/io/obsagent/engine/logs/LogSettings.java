package io.obsagent.engine.logs;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.LogExport;
import io.obsagent.engine.config.Options;

/** What is captured and how much of it. Immutable. */
final class LogSettings {
  final LogExport export;
  final boolean requests;

  /** The tail sampler wants to know where an error was logged. */
  final boolean marksErrors;

  final int ringLines;
  final int ringBytes;
  final int bodyLength;
  final int attributeLength;

  LogSettings(Configuration settings) {
    export = LogExport.of(settings);
    marksErrors = LogExport.areErrorsMarked(settings);
    requests = LogExport.hasRequestEvents(settings);
    ringLines = Math.max(2, settings.get(Options.LOGS_RING_LINES));
    ringBytes = (int) Math.max(1_024, Math.min(settings.get(Options.LOGS_RING_BYTES), 1L << 30));
    // A line longer than half a ring would break its bound.
    bodyLength = Math.min(settings.get(Options.LOGS_BODY_LENGTH), ringBytes >> 1);
    attributeLength = settings.get(Options.ATTRIBUTE_VALUE_LENGTH_LIMIT);
  }
}
