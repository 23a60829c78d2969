package io.obsagent.engine.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThresholdTest {
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(56);

  /** The table of OpenTelemetry's specification, at its recommended precision of 4. */
  @ParameterizedTest
  @CsvSource({
    "1, 0",
    "2, 8",
    "3, aaab",
    "4, c",
    "5, cccd",
    "8, e",
    "10, e666",
    "16, f",
    "100, fd70a",
    "1000, ffbe77",
    "10000, fff9724",
    "100000, ffff583a",
    "1000000, ffffef39"
  })
  void oneInN(int n, String threshold) {
    assertThat(Threshold.format(Threshold.ofRatio(1.0 / n))).isEqualTo(threshold);
  }

  @Test
  void theEdges() {
    assertThat(Threshold.ofRatio(1)).isZero();
    assertThat(Threshold.ofRatio(Math.nextDown(1.0))).isZero();
    assertThat(Threshold.ofRatio(0)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofRatio(Math.nextDown(0x1p-56))).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.ofRatio(Double.NaN)).isEqualTo(Threshold.NEVER);
    assertThat(Threshold.format(Threshold.ofRatio(0x1p-56))).isEqualTo("ffffffffffffff");
    assertThat(Threshold.format(Threshold.ofRatio(0x1p-52))).isEqualTo("fffffffffffff");
    assertThat(Threshold.format(1)).isEqualTo("00000000000001");
    assertThat(Threshold.format(0x10)).isEqualTo("0000000000001");
    assertThat(Threshold.format(0x80000000000000L)).isEqualTo("8");
    assertThat(Threshold.format(0x08000000000000L)).isEqualTo("08");
  }

  @Test
  void everyRatioIsRoundedAsExactArithmeticDoes() {
    Random random = new Random(7);
    long before = Threshold.NEVER;
    for (int i = 0; i < 100_000; i++) {
      double ratio = random.nextDouble() * Math.pow(2, -random.nextInt(56));
      if (ratio >= 0x1p-56) {
        assertThat(Threshold.ofRatio(ratio)).as("%a", ratio).isEqualTo(exact(ratio));
      }
    }
    for (double ratio = 0x1p-56; ratio < 1; ratio *= 1.001) {
      long threshold = Threshold.ofRatio(ratio);
      assertThat(threshold).isLessThanOrEqualTo(before);
      before = threshold;
    }
  }

  /** Written from the specification's text: precision raised by the number of leading f. */
  private static long exact(double ratio) {
    BigDecimal p = new BigDecimal(ratio);
    int leadingFs = 0;
    BigDecimal sixteenth = BigDecimal.ONE.divide(BigDecimal.valueOf(16));
    for (BigDecimal bound = sixteenth; p.compareTo(bound) < 0; bound = bound.multiply(sixteenth)) {
      leadingFs++;
    }
    int digits = Math.min(14, 4 + leadingFs);
    BigDecimal scale = new BigDecimal(BigInteger.ONE.shiftLeft(4 * digits));
    BigInteger rounded =
        BigDecimal.ONE.subtract(p).multiply(scale).setScale(0, RoundingMode.HALF_UP).toBigInteger();
    return rounded.shiftLeft(4 * (14 - digits)).longValueExact();
  }

  @Test
  void parseUndoesFormat() {
    Random random = new Random(11);
    for (int i = 0; i < 100_000; i++) {
      long threshold = random.nextLong() & (1L << 56) - 1 & -1L << random.nextInt(57);
      String text = Threshold.format(threshold);
      assertThat(text).isEqualTo(reference(BigInteger.valueOf(threshold)));
      assertThat(Threshold.parse("x" + text + "y", 1, 1 + text.length())).isEqualTo(threshold);
    }
  }

  private static String reference(BigInteger threshold) {
    String digits = ALL.add(threshold).toString(16).substring(1);
    while (digits.length() > 1 && digits.endsWith("0")) {
      digits = digits.substring(0, digits.length() - 1);
    }
    return digits;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "8G", "C", " 8", "-1", "000000000000000", "8 "})
  void whatIsNoThreshold(String text) {
    assertThat(Threshold.parse(text, 0, text.length())).isEqualTo(Threshold.UNKNOWN);
  }
}
