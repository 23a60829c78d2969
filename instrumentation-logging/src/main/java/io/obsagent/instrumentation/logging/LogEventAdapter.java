package io.obsagent.instrumentation.logging;

import java.util.Map;

/**
 * A thin view of one library's log events, read on the thread that logs. Stateless.
 *
 * @param <E> the library's event, or what its logger was given
 */
public interface LogEventAdapter<E> {
  /** 1 to 24, as {@link io.obsagent.engine.logs.LogEntry} has them; 0 if it has no level. */
  int severity(E event);

  /** The library's word, may be null. */
  String severityText(E event);

  /** May be null. */
  String logger(E event);

  /**
   * The message as the library renders it for its appenders; may be null. Here the library calls
   * {@code toString} of the application's objects, whose exceptions may come out.
   */
  String message(E event);

  /** May be null. */
  Throwable thrown(E event);

  /** One entry of the application's log context, or null. */
  Object mdc(E event, String key);

  /** The application's log context, with ours or without; may be null. */
  Map<?, ?> mdc(E event);
}
