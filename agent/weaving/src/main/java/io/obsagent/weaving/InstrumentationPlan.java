package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** What linking needs to know of one instrumentation. Immutable. */
final class InstrumentationPlan {
  final String name;

  /** Dotted names of the classes defined once per application class loader. */
  final Set<String> libraryBound;

  /** What those classes use of the library. */
  final Reference[] references;

  private InstrumentationPlan(DataInputStream in, String[] strings) throws IOException {
    name = strings[in.readInt()];
    libraryBound = new HashSet<>(Arrays.asList(WeavingPlan.readStrings(in, strings)));
    references = new Reference[in.readInt()];
    for (int i = 0; i < references.length; i++) {
      references[i] =
          new Reference(
              in.readByte(),
              in.readBoolean(),
              strings[in.readInt()],
              strings[in.readInt()],
              strings[in.readInt()]);
    }
  }

  private InstrumentationPlan(String name) {
    this.name = name;
    libraryBound = new HashSet<>();
    references = new Reference[0];
  }

  /** The part that is the same for all applications. */
  InstrumentationPlan withoutLibrary() {
    return new InstrumentationPlan(name);
  }

  static InstrumentationPlan read(DataInputStream in, String[] strings) throws IOException {
    return new InstrumentationPlan(in, strings);
  }

  /** A use of a library's type or member. */
  static final class Reference {
    static final byte TYPE = 0;
    static final byte METHOD = 1;
    static final byte FIELD = 2;

    /** A type that must not be there. */
    static final byte ABSENT = 3;

    final byte kind;
    final boolean isStatic;

    /** Internal name. */
    final String owner;

    /** Empty for a type, as is {@link #descriptor}. */
    final String name;

    final String descriptor;

    Reference(byte kind, boolean isStatic, String owner, String name, String descriptor) {
      this.kind = kind;
      this.isStatic = isStatic;
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
    }

    @Override
    public String toString() {
      String text = owner.replace('/', '.');
      return kind == TYPE || kind == ABSENT
          ? text
          : text + "." + name + (kind == FIELD ? " " : "") + descriptor;
    }
  }
}
