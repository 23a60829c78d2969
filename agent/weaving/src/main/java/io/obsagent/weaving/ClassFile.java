package io.obsagent.weaving;

/**
 * Reads what weaving must know of a class file without loading a bytecode library. A malformed file
 * ends in a {@link RuntimeException}; the caller leaves such a class untouched. Short-lived, for
 * one thread.
 *
 * <p>Source: The Java Virtual Machine Specification, chapter 4.
 */
final class ClassFile {
  static final int ACC_STATIC = 0x0008;
  static final int ACC_BRIDGE = 0x0040;
  static final int ACC_NATIVE = 0x0100;
  static final int ACC_INTERFACE = 0x0200;
  static final int ACC_ABSTRACT = 0x0400;

  /** A method with one of these has no body, or leads to one that is looked at itself. */
  static final int NEVER_WOVEN = ACC_ABSTRACT | ACC_NATIVE | ACC_BRIDGE;

  static final int UTF8 = 1;

  /** The size of Long and Double, which take two slots of the pool. */
  static final int WIDE = 9;

  /** By tag: the bytes of a pool entry that is no text, with its tag; 0 where there is no such. */
  static final byte[] SIZES = new byte[128];

  static {
    SIZES[7] = SIZES[8] = SIZES[16] = SIZES[19] = SIZES[20] = 3; // Class, String, MethodType, ...
    SIZES[15] = 4; // MethodHandle
    SIZES[3] = SIZES[4] = 5; // Integer, Float
    SIZES[9] = SIZES[10] = SIZES[11] = SIZES[12] = 5; // references, NameAndType
    SIZES[17] = SIZES[18] = 5; // Dynamic, InvokeDynamic
    SIZES[5] = SIZES[6] = WIDE;
  }

  private final byte[] bytes;
  private final int[] constants;
  private final int accessAt;
  private final int fieldsAt;

  private int at;
  private int membersLeft;
  private int memberAt;

  ClassFile(byte[] bytes) {
    this.bytes = bytes;
    if (bytes.length < 24 || bytes[0] != (byte) 0xCA || bytes[1] != (byte) 0xFE) {
      throw new IllegalArgumentException("no class file");
    }
    int count = u2(bytes, 8);
    constants = new int[count];
    int p = 10;
    for (int i = 1; i < count; i++) {
      constants[i] = p;
      int tag = bytes[p];
      if (tag == UTF8) {
        p += 3 + u2(bytes, p + 1);
      } else {
        int size = SIZES[tag];
        if (size == 0) {
          throw unknownTag(tag);
        }
        p += size;
        if (size == WIDE) {
          i++;
        }
      }
    }
    accessAt = p;
    fieldsAt = p + 8 + 2 * u2(bytes, p + 6);
  }

  static IllegalArgumentException unknownTag(int tag) {
    return new IllegalArgumentException("unknown constant pool tag " + tag);
  }

  static int u2(byte[] bytes, int p) {
    return ((bytes[p] & 0xFF) << 8) | (bytes[p + 1] & 0xFF);
  }

  private static int u4(byte[] bytes, int p) {
    return u2(bytes, p) << 16 | u2(bytes, p + 2);
  }

  /** Whether two method descriptors agree up to the returned type. */
  static boolean sameParameters(byte[] one, int at, byte[] other, int otherAt) {
    for (int i = 0; one[at + i] == other[otherAt + i]; i++) {
      if (one[at + i] == ')') {
        return true;
      }
    }
    return false;
  }

  int majorVersion() {
    return u2(bytes, 6);
  }

  boolean isInterface() {
    return (u2(bytes, accessAt) & ACC_INTERFACE) != 0;
  }

  /** Internal name. */
  String name() {
    return className(u2(bytes, accessAt + 2));
  }

  /** Internal name, or null: {@code java.lang.Object} and modules have none. */
  String superName() {
    return className(u2(bytes, accessAt + 4));
  }

  /** Internal names. */
  String[] interfaces() {
    String[] names = new String[u2(bytes, accessAt + 6)];
    for (int i = 0; i < names.length; i++) {
      names[i] = className(u2(bytes, accessAt + 8 + 2 * i));
    }
    return names;
  }

  private String className(int index) {
    return index == 0 ? null : text(constants[u2(bytes, constants[index] + 1)]);
  }

  /** Starts over with the first field. */
  void rewindToFields() {
    at = fieldsAt + 2;
    membersLeft = u2(bytes, fieldsAt);
  }

  /** Starts over with the first method. */
  void rewindToMethods() {
    rewindToFields();
    while (nextMember()) {
      // Fields are passed over.
    }
    membersLeft = u2(bytes, at);
    at += 2;
  }

  /** Moves to the next field or method; false after the last. */
  boolean nextMember() {
    if (membersLeft == 0) {
      return false;
    }
    membersLeft--;
    memberAt = at;
    int attributes = u2(bytes, at + 6);
    at += 8;
    for (int i = 0; i < attributes; i++) {
      at += 6 + u4(bytes, at + 2);
    }
    return true;
  }

  int memberAccess() {
    return u2(bytes, memberAt);
  }

  /** Where the text of the member's name lies: its length is in the two bytes before. */
  int memberNameAt() {
    return constants[u2(bytes, memberAt + 2)] + 3;
  }

  int memberDescriptorAt() {
    return constants[u2(bytes, memberAt + 4)] + 3;
  }

  String memberName() {
    return text(memberNameAt() - 3);
  }

  String memberDescriptor() {
    return text(memberDescriptorAt() - 3);
  }

  /** Local variable slots of the method's code, or -1 when it has no code. */
  int memberMaxLocals() {
    int attributes = u2(bytes, memberAt + 6);
    int p = memberAt + 8;
    for (int i = 0; i < attributes; i++) {
      if (text(constants[u2(bytes, p)]).equals("Code")) {
        return u2(bytes, p + 8);
      }
      p += 6 + u4(bytes, p + 2);
    }
    return -1;
  }

  /** Names are ASCII nearly always; others are decoded as the modified UTF-8 they are. */
  private String text(int p) {
    if (bytes[p] != UTF8) {
      throw new IllegalArgumentException("no text where one must be");
    }
    int length = u2(bytes, p + 1);
    char[] chars = new char[length];
    int n = 0;
    int end = p + 3 + length;
    for (int i = p + 3; i < end; i++) {
      int b = bytes[i] & 0xFF;
      if (b < 0x80) {
        chars[n++] = (char) b;
      } else if (b < 0xE0) {
        chars[n++] = (char) (((b & 0x1F) << 6) | (bytes[++i] & 0x3F));
      } else {
        chars[n++] = (char) (((b & 0x0F) << 12) | ((bytes[++i] & 0x3F) << 6) | (bytes[++i] & 0x3F));
      }
    }
    return new String(chars, 0, n);
  }
}
