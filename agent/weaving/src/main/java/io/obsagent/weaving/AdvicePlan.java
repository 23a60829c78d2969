package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;

/** One advice class and the adapter that woven code calls instead of it. Immutable. */
final class AdvicePlan {
  /** Dotted. */
  final String className;

  /** Index into {@link WeavingPlan#instrumentations}. */
  final int instrumentation;

  /** Mentions library types: defined once per application class loader. */
  final boolean libraryBound;

  /**
   * Dotted name of the generated class whose static methods {@code enter} and {@code exit} take the
   * erased parameters of the call sites, cast or box them, call the advice and catch what it
   * throws.
   */
  final String adapterName;

  final byte[] adapter;

  private AdvicePlan(DataInputStream in, String[] strings) throws IOException {
    className = strings[in.readInt()];
    instrumentation = in.readUnsignedShort();
    libraryBound = in.readBoolean();
    adapterName = strings[in.readInt()];
    adapter = WeavingPlan.readBytes(in);
  }

  static AdvicePlan read(DataInputStream in, String[] strings) throws IOException {
    return new AdvicePlan(in, strings);
  }
}
