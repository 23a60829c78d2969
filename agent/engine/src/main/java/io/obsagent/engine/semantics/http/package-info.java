/**
 * What HTTP servers and HTTP clients have in common: reading addresses out of headers, keeping
 * secrets out of URLs, naming methods. Knows no library. Everything here takes text from strangers:
 * it is linear in its length and never throws.
 */
package io.obsagent.engine.semantics.http;
