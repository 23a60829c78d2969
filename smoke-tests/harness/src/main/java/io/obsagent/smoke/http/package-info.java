/** Clients for well-formed and for odd requests. */
package io.obsagent.smoke.http;
