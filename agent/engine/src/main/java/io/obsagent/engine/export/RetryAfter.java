package io.obsagent.engine.export;

/** An answer that may say when to come back; OpenTelemetry's response type has no headers. */
interface RetryAfter {
  /** Milliseconds, 0 if the answer did not say. */
  long retryAfterMillis();
}
