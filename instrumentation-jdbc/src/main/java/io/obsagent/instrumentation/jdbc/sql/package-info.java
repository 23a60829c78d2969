/**
 * What a JDBC span says about a statement and its connection: sanitised text, summary, connection
 * facts. Knows neither drivers nor spans; everything here is a pure function of a string.
 */
package io.obsagent.instrumentation.jdbc.sql;
