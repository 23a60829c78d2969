package io.obsagent.engine.trace;

import io.obsagent.engine.health.AgentHealth;

/** What is current on one thread. Touched by that thread alone, so nothing here is synchronised. */
final class ThreadSlot {
  /** More scopes than this, one inside the other, are no nesting but a loss. */
  private static final int MAX_DEPTH = 64;

  Context context = Context.ROOT;

  /** The innermost open scope, null for nearly every thread. */
  OpenScope scope;

  void open(OpenScope opened) {
    int depth = 0;
    for (OpenScope each = scope; each != null; each = each.outer) {
      depth++;
    }
    if (depth >= MAX_DEPTH) {
      AgentHealth.count(AgentHealth.CONTEXT_LEAKS);
      abandonAll();
      scope = null;
    }
    opened.before = context;
    opened.outer = scope;
    scope = opened;
    context = opened.context;
  }

  void close(OpenScope closed, long endNanos) {
    if (isAtTopOrBelowScopesOnly(closed)) {
      for (OpenScope each = scope; each != closed; each = each.outer) {
        each.abandon();
      }
    }
    closed.finish(endNanos);
    leaveWhatIsOver();
  }

  /** Nothing but other scopes began inside it and goes on still. */
  private boolean isAtTopOrBelowScopesOnly(OpenScope closed) {
    Context expected = context;
    for (OpenScope each = scope; each != null && each.context == expected; each = each.outer) {
      if (each == closed) {
        return true;
      }
      expected = each.before;
    }
    return false;
  }

  /** {@link Context#restore} on a thread with open scopes. */
  void restore(Context leaving, Context before) {
    while (context != leaving && scope != null && context == scope.context) {
      scope.abandon();
      leave();
    }
    if (context != leaving) {
      AgentHealth.count(AgentHealth.CONTEXT_LEAKS);
    }
    context = before;
    if (scope != null && context == scope.context) {
      scope.event(System.nanoTime());
      leaveWhatIsOver();
    }
  }

  /** What is open by now began in what is left. */
  void restoreWithoutScopes(Context before) {
    if (scope != null) {
      abandonAll();
      scope = null;
    }
    context = before;
  }

  void abandonAll() {
    for (OpenScope each = scope; each != null; each = each.outer) {
      each.abandon();
    }
    leaveWhatIsOver();
  }

  /** Scopes below something else that goes on are left when that ends. */
  private void leaveWhatIsOver() {
    while (scope != null && scope.isOver() && context == scope.context) {
      leave();
    }
  }

  private void leave() {
    context = scope.before;
    scope = scope.outer;
  }
}
