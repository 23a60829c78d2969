package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;

/**
 * What one woven call passes, in order, and its descriptor, in which every reference is an {@code
 * Object}: a call site that named the library's types would load them when it links.
 */
final class CallShape {
  /** Values of {@link #passed} besides the argument indexes, which are 0 and above. */
  static final int SELF = -1;

  /** The name of the woven method, a string constant. */
  static final int ORIGIN = -2;

  static final int RETURNED = -3;
  static final int THROWN = -4;

  /** What enter returned. */
  static final int STATE = -5;

  final int[] passed;
  final String descriptor;

  private CallShape(int[] passed, String descriptor) {
    this.passed = passed;
    this.descriptor = descriptor;
  }

  /** Null when the advice has no such part. */
  static CallShape read(DataInputStream in, String[] strings) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    int[] passed = new int[in.readUnsignedByte()];
    for (int i = 0; i < passed.length; i++) {
      passed[i] = in.readShort();
    }
    return new CallShape(passed, strings[in.readInt()]);
  }

  boolean passes(int what) {
    for (int each : passed) {
      if (each == what) {
        return true;
      }
    }
    return false;
  }

  boolean returnsVoid() {
    return descriptor.endsWith(")V");
  }
}
