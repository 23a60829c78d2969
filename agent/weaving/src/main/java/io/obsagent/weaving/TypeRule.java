package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;

/** A set of types, their methods and their state: one {@link TypeTarget}, compiled. Immutable. */
final class TypeRule {
  private static final String[] NONE = {};

  /** Position in {@link WeavingPlan#rules}. */
  final int index;

  /** Index into {@link WeavingPlan#instrumentations}. */
  final int instrumentation;

  /** The classes below {@link #wantedTypes}, at any distance. */
  static final int BELOW = 0;

  /** The classes that name one of {@link #directNames} as superclass or interface. */
  static final int DIRECTLY_BELOW = 1;

  /** The classes {@link #exactNames}. */
  static final int NAMED = 2;

  /** One of the three. */
  final int kind;

  /** Internal names. */
  final String[] exactNames;

  /** Internal names. */
  final String[] directNames;

  /** Indexes into {@link WeavingPlan#wantedTypes}. */
  final int[] wantedTypes;

  /** Internal forms. */
  final String[] excludedPrefixes;

  final String[] states;
  final MethodRule[] methods;

  private TypeRule(int index, DataInputStream in, String[] strings) throws IOException {
    this.index = index;
    instrumentation = in.readUnsignedShort();
    kind = in.readByte();
    wantedTypes = new int[kind == BELOW ? in.readUnsignedShort() : 0];
    for (int i = 0; i < wantedTypes.length; i++) {
      wantedTypes[i] = in.readUnsignedShort();
    }
    directNames = kind == DIRECTLY_BELOW ? WeavingPlan.readStrings(in, strings) : NONE;
    exactNames = kind == NAMED ? WeavingPlan.readStrings(in, strings) : NONE;
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

  /** Whether one of these, as a class file names its superclass and interfaces, is meant. */
  boolean isDirectlyBelow(String superName, String[] interfaces) {
    for (String name : directNames) {
      if (name.equals(superName)) {
        return true;
      }
      for (String each : interfaces) {
        if (name.equals(each)) {
          return true;
        }
      }
    }
    return false;
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
