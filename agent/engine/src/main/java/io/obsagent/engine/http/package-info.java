/**
 * The one small HTTP server of the agent, for pages that people and scrapers ask for: one thread,
 * bounded in everything.
 */
package io.obsagent.engine.http;
