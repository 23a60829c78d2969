package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.Flow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every byte arrives once, in order, whatever is asked for at a time. */
class SlicedBodyTest {

  @ParameterizedTest
  @CsvSource({
    "0, 1",
    "1, 1",
    "16384, 1",
    "16385, 1",
    "100000, 1",
    "100000, 3",
    "100000, 9223372036854775807"
  })
  void allOfItIsDelivered(int length, long demand) {
    byte[] bytes = new byte[length + 10];
    new Random(1).nextBytes(bytes);
    SlicedBody body = new SlicedBody(bytes, length);
    assertThat(body.contentLength()).isEqualTo(length);
    for (int attempt = 0; attempt < 2; attempt++) {
      Taker taker = new Taker(demand);
      body.subscribe(taker);
      assertThat(taker.completions).isEqualTo(1);
      assertThat(taker.taken.toByteArray()).isEqualTo(java.util.Arrays.copyOf(bytes, length));
    }
  }

  private static final class Taker implements Flow.Subscriber<ByteBuffer> {
    private final long demand;
    private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
    private Flow.Subscription subscription;
    private long owed;
    private int completions;

    Taker(long demand) {
      this.demand = demand;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      this.subscription = subscription;
      owed = demand;
      subscription.request(demand);
    }

    @Override
    public void onNext(ByteBuffer slice) {
      assertThat(--owed).isNotNegative();
      assertThat(slice.remaining()).isLessThanOrEqualTo(16 << 10);
      taken.write(slice.array(), slice.arrayOffset() + slice.position(), slice.remaining());
      if (owed == 0) {
        owed = demand;
        subscription.request(demand);
      }
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      completions++;
    }
  }
}
