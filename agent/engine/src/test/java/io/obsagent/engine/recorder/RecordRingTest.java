package io.obsagent.engine.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecordRingTest {
  private static final int HEADER = 36;

  private record Added(long high, long low, long nanos, byte[] body) {}

  /** Against a list that forgets the oldest when all together are too many bytes. */
  @Test
  void keepsTheNewestThatFitAndFindsAllOfATrace() {
    Random random = new Random(3);
    RecordRing ring = new RecordRing(200_000);
    assertThat(ring.capacity()).isEqualTo(3 << 16);
    Deque<Added> model = new ArrayDeque<>();
    long used = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] body = new byte[random.nextInt(random.nextInt(50) == 0 ? 90_000 : 1_500)];
      random.nextBytes(body);
      Added added = new Added(random.nextInt(3), random.nextInt(60), i, body);
      assertThat(ring.add(added.high, added.low, added.nanos, body, body.length)).isTrue();
      model.add(added);
      used += HEADER + body.length;
      while (used > ring.capacity()) {
        used -= HEADER + model.poll().body.length;
      }
      assertThat(ring.used()).isEqualTo(used);
      assertThat(ring.oldestNanos(-1)).isEqualTo(model.peek().nanos);
      long high = random.nextInt(3);
      long low = random.nextInt(60);
      List<byte[]> found = new ArrayList<>();
      for (long at = ring.newest(high, low); at >= 0; at = ring.before(at)) {
        found.add(0, ring.body(at));
      }
      List<byte[]> expected = new ArrayList<>();
      for (Added one : model) {
        if (one.high == high && one.low == low) {
          expected.add(one.body);
        }
      }
      assertThat(found).hasSameSizeAs(expected);
      for (int k = 0; k < found.size(); k++) {
        assertThat(Arrays.equals(found.get(k), expected.get(k))).isTrue();
      }
    }
  }

  @Test
  void whatIsLargerThanTheRingIsRefused() {
    RecordRing ring = new RecordRing(1);
    assertThat(ring.add(1, 2, 3, new byte[1 << 16], 1 << 16)).isFalse();
    assertThat(ring.newest(1, 2)).isNegative();
    assertThat(ring.oldestNanos(7)).isEqualTo(7);
    byte[] whole = new byte[(1 << 16) - HEADER];
    assertThat(ring.add(1, 2, 3, whole, whole.length)).isTrue();
    assertThat(ring.add(4, 5, 6, new byte[0], 0)).isTrue();
    assertThat(ring.newest(1, 2)).isNegative();
    assertThat(ring.newest(4, 5)).isNotNegative();
  }
}
