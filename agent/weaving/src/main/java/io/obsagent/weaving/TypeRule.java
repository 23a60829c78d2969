package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;

/** A set of types, their methods and their state: one {@link TypeTarget}, compiled. Immutable. */
final class TypeRule {
  /** Position in {@link WeavingPlan#rules}. */
  final int index;

  /** Index into {@link WeavingPlan#instrumentations}. */
  final int instrumentation;

  /** True: the classes below {@link #wantedTypes}; false: the classes {@link #exactNames}. */
  final boolean subtypes;

  /** Internal names. */
  final String[] exactNames;

  /** Indexes into {@link WeavingPlan#wantedTypes}. */
  final int[] wantedTypes;

  /** Internal forms. */
  final String[] excludedPrefixes;

  final String[] states;
  final MethodRule[] methods;

  private TypeRule(int index, DataInputStream in, String[] strings) throws IOException {
    this.index = index;
    instrumentation = in.readUnsignedShort();
    subtypes = in.readBoolean();
    if (subtypes) {
      exactNames = new String[0];
      wantedTypes = new int[in.readUnsignedShort()];
      for (int i = 0; i < wantedTypes.length; i++) {
        wantedTypes[i] = in.readUnsignedShort();
      }
    } else {
      exactNames = WeavingPlan.readStrings(in, strings);
      wantedTypes = new int[0];
    }
    excludedPrefixes = WeavingPlan.readStrings(in, strings);
    states = WeavingPlan.readStrings(in, strings);
    methods = new MethodRule[in.readUnsignedShort()];
    for (int i = 0; i < methods.length; i++) {
      methods[i] = MethodRule.read(in, strings);
    }
  }

  static TypeRule read(int index, DataInputStream in, String[] strings) throws IOException {
    return new TypeRule(index, in, strings);
  }

  boolean excludes(String internalName) {
    for (String prefix : excludedPrefixes) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
