package io.obsagent.instrumentation.logging.structured;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;

/** The field names of {@code obs.logs.format}; the order of writing is the same for all. */
enum LogFormat {
  JSON(
      "timestamp",
      "level",
      "logger",
      "thread",
      "service",
      "exception_type",
      "exception_message",
      "stack_trace",
      "mdc"),
  ECS(
      "@timestamp",
      "log.level",
      "log.logger",
      "process.thread.name",
      "service.name",
      "error.type",
      "error.message",
      "error.stack_trace",
      "labels");

  /** The Elastic Common Schema has no field for the flags. */
  private static final String[] ECS_IDS = {"trace.id", "span.id", null, "http.request.id"};

  final String timestamp;
  final String level;
  final String logger;
  final String thread;
  final String service;
  final String exceptionType;
  final String exceptionMessage;
  final String stackTrace;
  final String context;

  LogFormat(
      String timestamp,
      String level,
      String logger,
      String thread,
      String service,
      String exceptionType,
      String exceptionMessage,
      String stackTrace,
      String context) {
    this.timestamp = timestamp;
    this.level = level;
    this.logger = logger;
    this.thread = thread;
    this.service = service;
    this.exceptionType = exceptionType;
    this.exceptionMessage = exceptionMessage;
    this.stackTrace = stackTrace;
    this.context = context;
  }

  /**
   * The field of its own that an entry of ours has beside the log context, or null.
   *
   * @param index the entry's number, see {@link
   *     io.obsagent.instrumentation.logging.LogStamp#MAX_ENTRIES}
   * @param key its name in the log context
   */
  String idField(int index, String key) {
    return this == ECS ? ECS_IDS[index] : key;
  }

  /**
   * The format in force. Read with each line, one hash look-up among hundreds of bytes written: so
   * it needs no holder.
   */
  static LogFormat configured() {
    Configuration configuration = Engine.configuration();
    return configuration.get(Options.LOGS_FORMAT).equals("ecs") ? ECS : JSON;
  }
}
