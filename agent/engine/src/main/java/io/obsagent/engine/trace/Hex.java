package io.obsagent.engine.trace;

/** Lower-case hexadecimal of ids, without tables per call or formatting classes. */
public final class Hex {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Hex() {}

  /** 16 digits. Allocates the string and one buffer. */
  public static String of64(long value) {
    byte[] digits = new byte[16];
    write(value, digits, 0);
    return latin1(digits);
  }

  /** 32 digits. Allocates the string and one buffer. */
  public static String of128(long high, long low) {
    byte[] digits = new byte[32];
    write(high, digits, 0);
    write(low, digits, 16);
    return latin1(digits);
  }

  /** 2 digits of the low byte. */
  public static String of8(int value) {
    return latin1(new byte[] {DIGITS[value >> 4 & 0xf], DIGITS[value & 0xf]});
  }

  /** Writes the 16 digits of {@code value} at {@code at}. */
  public static void write(long value, byte[] target, int at) {
    for (int i = 15; i >= 0; i--) {
      target[at + i] = DIGITS[(int) value & 0xf];
      value >>>= 4;
    }
  }

  /** All digits are ASCII: the deprecated constructor is exact, and copies without a decoder. */
  @SuppressWarnings("deprecation")
  private static String latin1(byte[] digits) {
    return new String(digits, 0);
  }
}
