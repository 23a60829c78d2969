/**
 * Log records on their way to a collector: captured where a logger lets a line through, kept with
 * the {@linkplain io.obsagent.engine.trace.Fragment fragment} in which it was written, sent when
 * that is kept. Knows no logging library.
 */
package io.obsagent.engine.logs;
