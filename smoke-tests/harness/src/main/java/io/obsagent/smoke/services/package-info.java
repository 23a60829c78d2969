/**
 * Real databases and a real broker, in containers where a Docker engine answers, from Maven Central
 * otherwise.
 */
package io.obsagent.smoke.services;
