package io.obsagent.engine.trace;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Random identities from the calling thread's own generator: no contention, no allocation. All 64
 * bits of each half are random, which is what the W3C random flag promises.
 */
final class SpanIds {
  private SpanIds() {}

  /** Never zero. */
  static long next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long id;
    do {
      id = random.nextLong();
    } while (id == 0);
    return id;
  }
}
