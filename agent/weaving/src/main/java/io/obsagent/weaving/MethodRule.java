package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;

/** One method to weave and how: immutable. */
final class MethodRule {
  final String name;
  final String descriptor;

  /** Index into {@link WeavingPlan#advices}. */
  final int advice;

  /** Null when the advice has no such part. */
  final CallShape enter;

  final CallShape exit;

  /** Arguments that enter's result replaces, unless it is null. */
  final int[] assignedArguments;

  /** For each of them the index into the array enter returned, or -1: the result itself. */
  final int[] assignedFrom;

  /** Exit runs too when the method throws. */
  final boolean exitOnThrowable;

  /** Exit returns what the method returns, null to leave that alone. */
  final boolean replacesReturned;

  /** Number of the (name, descriptor) pair in the {@link ClassFileFilter}. */
  int pair;

  private MethodRule(DataInputStream in, String[] strings) throws IOException {
    name = strings[in.readInt()];
    descriptor = strings[in.readInt()];
    advice = in.readUnsignedShort();
    enter = CallShape.read(in, strings);
    exit = CallShape.read(in, strings);
    assignedArguments = new int[in.readUnsignedByte()];
    assignedFrom = new int[assignedArguments.length];
    for (int i = 0; i < assignedArguments.length; i++) {
      assignedArguments[i] = in.readUnsignedByte();
      assignedFrom[i] = in.readShort();
    }
    exitOnThrowable = in.readBoolean();
    replacesReturned = in.readBoolean();
  }

  static MethodRule read(DataInputStream in, String[] strings) throws IOException {
    return new MethodRule(in, strings);
  }

  boolean passesSelf() {
    return (enter != null && enter.passes(CallShape.SELF))
        || (exit != null && exit.passes(CallShape.SELF));
  }
}
