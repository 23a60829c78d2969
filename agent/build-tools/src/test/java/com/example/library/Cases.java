package com.example.library;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Methods of every shape the weaver must keep working. No string concatenation, no lambda: the same
 * source serves as a class file of any version.
 */
public class Cases {
  public final List<String> log = new ArrayList<>();
  private final Object monitor = new Object();

  public void nothing() {}

  public boolean yes(boolean value) {
    return !value;
  }

  public byte aByte(byte value) {
    return (byte) (value + 1);
  }

  public char aChar(char value) {
    return (char) (value + 1);
  }

  public short aShort(short value) {
    return (short) (value + 1);
  }

  public float aFloat(float value) {
    return value / 2;
  }

  public double wide(long one, double two, long three) {
    long local = one;
    one = 17;
    two = two + local;
    three = three + (long) two;
    return three;
  }

  public int reassigned(int number, String text, long wide) {
    text = text == null ? "null" : text.concat("+");
    number = number + text.length();
    wide = -1;
    log.add(text);
    if (number < 2) {
      throw new IllegalArgumentException(text);
    }
    return number + (int) wide;
  }

  /** The first instruction is a jump target. */
  public int loopToStart(int number) {
    do {
      number = number - 2;
    } while (number > 0);
    return number;
  }

  public static int staticLoop(int number) {
    while (number > 0) {
      number--;
    }
    return number;
  }

  public String returnInTry(int number) {
    try {
      log.add("try");
      if (number == 0) {
        return "zero";
      }
      return String.valueOf(10 / (number - 3));
    } catch (ArithmeticException caught) {
      log.add("catch");
      return "caught";
    } finally {
      log.add("finally");
    }
  }

  @SuppressWarnings("finally")
  public int finallyReturns(int number) {
    for (int i = 0; i < 3; i++) {
      try {
        if (number == 3) {
          throw new IllegalStateException("lost");
        }
        if (number < 0) {
          continue;
        }
        log.add("body");
      } finally {
        if (number == 3) {
          return 42;
        }
        log.add("end");
      }
    }
    return number;
  }

  public int nestedFinally(int number) throws Exception {
    try {
      try {
        if (number == 0) {
          throw new Exception("inner");
        }
      } finally {
        log.add("inner finally");
        if (number < 0) {
          throw new IllegalStateException("from finally");
        }
      }
    } finally {
      log.add("outer finally");
    }
    return number;
  }

  public synchronized String locked(String text) {
    if (text == null) {
      throw new NullPointerException("locked");
    }
    return text;
  }

  public int lockedBlock(int number) {
    synchronized (monitor) {
      if (number == 0) {
        return 1;
      }
      synchronized (this) {
        if (number < 0) {
          throw new IllegalArgumentException("negative");
        }
        return number;
      }
    }
  }

  public int switched(int number, String text) {
    switch (number) {
      case -1:
        return 7;
      case 0:
        log.add("zero");
      // falls through
      case 3:
        break;
      case 1000:
        throw new IllegalStateException("thousand");
      default:
        return 9;
    }
    switch (text == null ? "none" : text) {
      case "none":
        return 1;
      case "text":
        return 2;
      default:
        return 3;
    }
  }

  /** Frames in the middle of a constructor call: uninitialised values on the stack. */
  public String uninitialised(boolean flag, String text) {
    String made =
        new String(
            flag
                ? new StringBuilder(text == null ? "x" : text).append(flag ? "a" : "b").toString()
                : "none");
    return new StringBuilder(made).append(made.isEmpty() ? 1L : 2L).reverse().toString();
  }

  public Object onlyThrows(String text) throws Exception {
    throw new Exception(text);
  }

  public int[] arrays(int[] numbers, String[][] texts, Object... rest) {
    if (numbers != null) {
      numbers[0] = rest == null ? 0 : rest.length;
    }
    texts = null;
    return numbers;
  }

  public long recursive(int depth) {
    return depth <= 0 ? 0 : 1 + recursive(depth - 1);
  }

  public static String manyLocals(long a, double b, String text) {
    long c = a + 1;
    double d = b + c;
    {
      String inner = text == null ? "" : text;
      long e = inner.length();
      c = c + e;
    }
    int f = (int) d;
    for (long g = 0; g < 3; g++) {
      double h = g * d;
      f += (int) h;
      if (f > 1000) {
        return "big";
      }
    }
    return Arrays.toString(new double[] {a, b, c, d, f});
  }

  @Override
  public String toString() {
    return "cases";
  }
}
