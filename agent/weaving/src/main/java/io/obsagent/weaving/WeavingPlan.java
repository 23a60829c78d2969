package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * What the plan compiler wrote at build time: all that is needed to weave without Byte Buddy.
 * Immutable; the writer is {@code io.obsagent.build.PlanWriter}, and the two change together.
 */
public final class WeavingPlan {
  /** The resource in the agent's class loader. */
  public static final String RESOURCE = "weaving.plan";

  /** First word of a plan; the low half counts the versions of the format. */
  static final int MAGIC = 0x0B5A0003;

  /** The hook's class file as {@code java.lang.ObsAgentHook}, for Java 9 and above. */
  final byte[] javaLangHook;

  /**
   * The same class in a package of its own that still begins with {@code java.}: what is appended
   * to the boot class path cannot add to a package of {@code java.base}.
   */
  final byte[] appendedHook;

  /** Internal names of the types that {@link TypeRule#wantedTypes} points to. */
  final String[] wantedTypes;

  /** For each class of the JDK that is below a wanted type (or is one): the indexes of those. */
  final Map<String, int[]> jdkSubtypes;

  /** Packages of the JDK that do not tell by their first word, in internal form with the slash. */
  final String[] jdkPackages;

  final InstrumentationPlan[] instrumentations;
  final AdvicePlan[] advices;
  final TypeRule[] rules;

  private WeavingPlan(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("not a weaving plan of this version");
    }
    String[] strings = new String[in.readInt()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = in.readUTF();
    }
    javaLangHook = readBytes(in);
    appendedHook = readBytes(in);
    wantedTypes = readStrings(in, strings);
    jdkPackages = readStrings(in, strings);
    int jdkTypes = in.readInt();
    jdkSubtypes = new HashMap<>(jdkTypes * 2);
    for (int i = 0; i < jdkTypes; i++) {
      String name = strings[in.readInt()];
      int[] below = new int[in.readUnsignedShort()];
      for (int k = 0; k < below.length; k++) {
        below[k] = in.readUnsignedShort();
      }
      jdkSubtypes.put(name, below);
    }
    instrumentations = new InstrumentationPlan[in.readUnsignedShort()];
    for (int i = 0; i < instrumentations.length; i++) {
      instrumentations[i] = InstrumentationPlan.read(in, strings);
    }
    advices = new AdvicePlan[in.readUnsignedShort()];
    for (int i = 0; i < advices.length; i++) {
      advices[i] = AdvicePlan.read(in, strings);
    }
    rules = new TypeRule[in.readUnsignedShort()];
    for (int i = 0; i < rules.length; i++) {
      rules[i] = TypeRule.read(i, in, strings);
    }
  }

  /** Reads a plan; the stream stays open. */
  public static WeavingPlan read(InputStream in) throws IOException {
    return new WeavingPlan(new DataInputStream(in));
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    return bytes;
  }

  static String[] readStrings(DataInputStream in, String[] strings) throws IOException {
    String[] read = new String[in.readInt()];
    for (int i = 0; i < read.length; i++) {
      read[i] = strings[in.readInt()];
    }
    return read;
  }
}
