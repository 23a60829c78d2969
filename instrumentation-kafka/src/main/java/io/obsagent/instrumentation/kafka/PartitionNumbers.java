package io.obsagent.instrumentation.kafka;

/** The numbers of partitions as texts, which is what attributes want: few and always the same. */
final class PartitionNumbers {
  private static final String[] KNOWN = new String[256];

  static {
    for (int i = 0; i < KNOWN.length; i++) {
      KNOWN[i] = Integer.toString(i);
    }
  }

  private PartitionNumbers() {}

  /** Allocates nothing below 256. */
  static String text(int partition) {
    return partition >= 0 && partition < KNOWN.length
        ? KNOWN[partition]
        : Integer.toString(partition);
  }
}
