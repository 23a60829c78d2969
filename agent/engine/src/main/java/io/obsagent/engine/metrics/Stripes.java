package io.obsagent.engine.metrics;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Which stripe a thread uses, so that two cores rarely meet: numbers in turn, given to the identity
 * of a thread when it first comes by. Nothing is asked of the thread, whose class may be anybody's,
 * and nothing is kept per thread, of which there may be a million.
 *
 * <p>Cost: the identity hash of the current thread and one array read. Races cost a number.
 */
final class Stripes {
  private static final int SLOTS = 1_024;

  /** By identity hash; 0 where none was given yet. */
  private static final int[] NUMBERS = new int[SLOTS];

  private static final AtomicInteger NEXT = new AtomicInteger();

  private Stripes() {}

  /** Any number, the same one whenever this thread asks. */
  static int ofCurrentThread() {
    int slot = System.identityHashCode(Thread.currentThread()) & (SLOTS - 1);
    int number = NUMBERS[slot];
    return number != 0 ? number : given(slot);
  }

  private static int given(int slot) {
    int number = NEXT.incrementAndGet() & Integer.MAX_VALUE | SLOTS;
    NUMBERS[slot] = number;
    return number;
  }
}
