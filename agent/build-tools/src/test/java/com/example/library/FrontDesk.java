package com.example.library;

/** A plain implementation. */
public class FrontDesk implements Desk {
  public int stamps;

  @Override
  public String serve(String guest, long number, double rate) throws Exception {
    String original = guest;
    guest = guest + "!";
    number++;
    if (rate < 0) {
      throw new IllegalStateException(original);
    }
    return guest + number + rate;
  }

  @Override
  public synchronized int count(int[] numbers) {
    int sum = 0;
    for (int each : numbers) {
      try {
        if (each < 0) {
          continue;
        }
        sum += 100 / each;
      } catch (ArithmeticException zero) {
        return -1;
      } finally {
        stamps++;
      }
    }
    return sum;
  }

  @Override
  public void stamp() {
    stamps++;
  }
}
