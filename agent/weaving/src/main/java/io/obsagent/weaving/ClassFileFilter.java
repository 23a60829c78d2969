package io.obsagent.weaving;

import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Says from the raw class file whether a class can matter: one pass over its constant pool looks
 * for the name <em>and</em> the descriptor of a wanted method; only on a hit is the method table
 * read. Nothing is allocated for a class that does not matter, no bytecode library is loaded.
 *
 * <p>Each text of the pool is first looked up by its length and its first and last byte, so most
 * are never read. Budget per class: 3 µs warm, 15 µs cold. Immutable after construction,
 * thread-safe.
 */
final class ClassFileFilter {
  private static final int SLOTS = 2048;

  private final byte[][] texts;

  /** First text of a slot plus one, then {@link #next}; 0 ends the chain. */
  private final short[] slots = new short[SLOTS];

  private final short[] next;

  /** By pair: its name's and descriptor's text. */
  private final int[] nameOf;

  private final int[] descriptorOf;

  /** Pairs that the pool scan looks for: those of rules on subtypes. */
  private final int[] scanned;

  /** (name text, descriptor text) → pair. */
  private final Map<Long, Integer> pairs = new HashMap<>();

  /**
   * Numbers the pairs of all rules of a plan ({@link MethodRule#pair}, the same for every filter of
   * that plan) and looks for those of {@code inForce}.
   */
  ClassFileFilter(TypeRule[] all, List<TypeRule> inForce) {
    Map<String, Integer> textIds = new HashMap<>();
    for (TypeRule rule : all) {
      for (MethodRule method : rule.methods) {
        long key = key(idOf(method.name, textIds), idOf(method.descriptor, textIds));
        Integer pair = pairs.get(key);
        if (pair == null) {
          pair = pairs.size();
          pairs.put(key, pair);
        }
        method.pair = pair;
      }
    }
    texts = new byte[textIds.size()][];
    next = new short[textIds.size()];
    for (Map.Entry<String, Integer> entry : textIds.entrySet()) {
      int id = entry.getValue();
      byte[] text = entry.getKey().getBytes(StandardCharsets.UTF_8);
      texts[id] = text;
      int slot = slot(text.length, text[0], text[text.length - 1]);
      next[id] = slots[slot];
      slots[slot] = (short) (id + 1);
    }
    nameOf = new int[pairs.size()];
    descriptorOf = new int[pairs.size()];
    for (Map.Entry<Long, Integer> entry : pairs.entrySet()) {
      nameOf[entry.getValue()] = (int) (entry.getKey() >>> 32);
      descriptorOf[entry.getValue()] = (int) (long) entry.getKey();
    }
    scanned = pairsOnSubtypes(inForce);
  }

  private static int idOf(String text, Map<String, Integer> ids) {
    Integer id = ids.get(text);
    if (id == null) {
      id = ids.size();
      ids.put(text, id);
    }
    return id;
  }

  private static int[] pairsOnSubtypes(List<TypeRule> rules) {
    BitSet wanted = new BitSet();
    for (TypeRule rule : rules) {
      if (rule.subtypes) {
        for (MethodRule method : rule.methods) {
          wanted.set(method.pair);
        }
      }
    }
    int[] scanned = new int[wanted.cardinality()];
    int n = 0;
    for (int pair = wanted.nextSetBit(0); pair >= 0; pair = wanted.nextSetBit(pair + 1)) {
      scanned[n++] = pair;
    }
    return scanned;
  }

  private static long key(int name, int descriptor) {
    return ((long) name << 32) | descriptor;
  }

  private static int slot(int length, int first, int last) {
    return ((length * 37) ^ (first * 5) ^ (last * 129)) & (SLOTS - 1);
  }

  /** Index of the wanted text that is exactly these bytes, or -1. */
  private int find(byte[] bytes, int from, int length) {
    if (length == 0) {
      return -1;
    }
    int id = slots[slot(length, bytes[from], bytes[from + length - 1])] - 1;
    while (id >= 0) {
      byte[] text = texts[id];
      if (text.length == length && same(text, bytes, from)) {
        return id;
      }
      id = next[id] - 1;
    }
    return -1;
  }

  private static boolean same(byte[] text, byte[] bytes, int from) {
    for (int i = 0; i < text.length; i++) {
      if (text[i] != bytes[from + i]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the constant pool holds both texts of a pair that is wanted on subtypes. Texts fold
   * onto 64 bits each, so a yes may be wrong (the method table decides), a no never is.
   *
   * @throws RuntimeException when the class file is malformed
   */
  boolean mayDeclareWanted(byte[] bytes) {
    long seen = 0;
    int count = ClassFile.u2(bytes, 8);
    int p = 10;
    for (int i = 1; i < count; i++) {
      int tag = bytes[p];
      if (tag == 1) {
        int length = ((bytes[p + 1] & 0xFF) << 8) | (bytes[p + 2] & 0xFF);
        p += 3;
        int id = find(bytes, p, length);
        if (id >= 0) {
          seen |= 1L << id;
        }
        p += length;
      } else {
        p += ClassFile.sizeOfConstant(tag);
        if (ClassFile.isWide(tag)) {
          i++;
        }
      }
    }
    if (seen != 0) {
      for (int pair : scanned) {
        if (((seen >>> nameOf[pair]) & (seen >>> descriptorOf[pair]) & 1) != 0) {
          return true;
        }
      }
    }
    return false;
  }

  /** The pairs that this class declares with a body; never those of an interface. */
  BitSet declared(ClassFile file, byte[] bytes) {
    BitSet declared = new BitSet();
    if (file.isInterface()) {
      return declared;
    }
    file.rewindToMethods();
    while (file.nextMember()) {
      int pair = pairOf(file, bytes);
      if (pair >= 0) {
        declared.set(pair);
      }
    }
    return declared;
  }

  private int pairOf(ClassFile file, byte[] bytes) {
    if ((file.memberAccess()
            & (ClassFile.ACC_ABSTRACT | ClassFile.ACC_NATIVE | ClassFile.ACC_BRIDGE))
        != 0) {
      return -1;
    }
    int nameAt = file.memberNameAt();
    int name = find(bytes, nameAt, ClassFile.u2(bytes, nameAt - 2));
    if (name < 0) {
      return -1;
    }
    int descriptorAt = file.memberDescriptorAt();
    int descriptor = find(bytes, descriptorAt, ClassFile.u2(bytes, descriptorAt - 2));
    if (descriptor < 0) {
      return -1;
    }
    Integer pair = pairs.get(key(name, descriptor));
    return pair == null ? -1 : pair;
  }
}
