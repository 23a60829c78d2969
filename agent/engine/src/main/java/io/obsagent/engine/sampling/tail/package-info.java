/**
 * The decision about a whole {@link io.obsagent.engine.trace.Fragment}, when it is complete: {@link
 * io.obsagent.engine.sampling.tail.TailRules} say what is kept, {@link
 * io.obsagent.engine.sampling.tail.TailSampler} asks them. Runs on the application's thread: no
 * lock, and nothing is allocated for a fragment that is not kept.
 */
package io.obsagent.engine.sampling.tail;
