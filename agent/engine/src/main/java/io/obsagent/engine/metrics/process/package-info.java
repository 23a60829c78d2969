/**
 * What is measured of the process itself: the JVM, the operating system's view of it, and the
 * agent. Registered some seconds after the application's start, on the metrics thread.
 */
package io.obsagent.engine.metrics.process;
