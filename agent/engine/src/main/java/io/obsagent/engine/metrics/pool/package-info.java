/**
 * Pools of threads: who is busy, how many there may be, what waits. Asked when metrics are read.
 */
package io.obsagent.engine.metrics.pool;
