package io.obsagent.engine.trace;

/** Lower-case hexadecimal of ids, without tables per call or formatting classes. */
public final class Hex {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private Hex() {}

  /** 16 digits. Allocates the string. */
  public static String of64(long value) {
    byte[] buffer = AsciiBuffers.borrow();
    write(value, buffer, 0);
    String text = AsciiBuffers.text(buffer, 16);
    AsciiBuffers.giveBack(buffer);
    return text;
  }

  /** 32 digits. Allocates the string. */
  public static String of128(long high, long low) {
    byte[] buffer = AsciiBuffers.borrow();
    write(high, buffer, 0);
    write(low, buffer, 16);
    String text = AsciiBuffers.text(buffer, 32);
    AsciiBuffers.giveBack(buffer);
    return text;
  }

  /** 2 digits of the low byte. Allocates the string. */
  public static String of8(int value) {
    byte[] buffer = AsciiBuffers.borrow();
    buffer[0] = DIGITS[value >> 4 & 0xf];
    buffer[1] = DIGITS[value & 0xf];
    String text = AsciiBuffers.text(buffer, 2);
    AsciiBuffers.giveBack(buffer);
    return text;
  }

  /** Writes the 16 digits of {@code value} at {@code at}. */
  public static void write(long value, byte[] target, int at) {
    for (int i = 15; i >= 0; i--) {
      target[at + i] = DIGITS[(int) value & 0xf];
      value >>>= 4;
    }
  }
}
