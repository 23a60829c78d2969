/**
 * Metrics: what is counted of every call, sampled or not. {@link
 * io.obsagent.engine.metrics.Metrics} makes instruments; a recorder keeps them and calls one method
 * at the end of a call.
 *
 * <p>An instrument has up to eight attribute keys, given when it is made. A call passes the values
 * in the same order (null: absent here); the series of those values is found without allocation and
 * without a lock. What was recorded is read by {@link
 * io.obsagent.engine.metrics.Metrics#collect()}, for exporters and pages.
 */
package io.obsagent.engine.metrics;
