package com.example.library;

/** A plain implementation; no string concatenation, so that it can be of any version. */
public class FrontDesk implements Desk {
  public int stamps;

  @Override
  public String serve(String guest, long number, double rate) throws Exception {
    String original = guest;
    guest = guest.concat("!");
    number++;
    if (rate < 0) {
      throw new IllegalStateException(original);
    }
    return guest.concat(String.valueOf(number)).concat(String.valueOf(rate));
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
