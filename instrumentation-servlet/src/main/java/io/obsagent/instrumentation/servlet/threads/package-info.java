/**
 * The threads of servers: who is busy, how many there may be, what waits. A server is noticed when
 * it starts; nothing is done where a request is served.
 */
package io.obsagent.instrumentation.servlet.threads;
