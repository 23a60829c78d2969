/**
 * Metrics of connection pools: what each has, and how long its connections are waited for, used and
 * made. Apart from JDBC's spans, because pools are libraries of their own.
 */
package io.obsagent.instrumentation.jdbc.pool;
