package io.obsagent.engine.trace;

/** Knows which threads were started on behalf of a request. */
public interface ThreadInheritance {
  /**
   * The context a thread begins with, or null. Asked on that thread, once, when it first asks for
   * its context; must not ask for the current context itself.
   */
  Context contextOf(Thread thread);
}
