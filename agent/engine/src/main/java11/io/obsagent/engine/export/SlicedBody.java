package io.obsagent.engine.export;

import java.net.http.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Part of an array as the body of a request, in slices that are views of it: the JDK's own
 * publisher copies all of it, once for each request, which was a tenth of what the agent allocated.
 * The array must not change before the answer is there. May be subscribed to again, for a second
 * attempt.
 */
final class SlicedBody implements HttpRequest.BodyPublisher {
  /** As the JDK's own: what a socket is given at once, and copies into memory it then keeps. */
  private static final int SLICE = 16 << 10;

  private final byte[] bytes;
  private final int length;

  SlicedBody(byte[] bytes, int length) {
    this.bytes = bytes;
    this.length = length;
  }

  @Override
  public long contentLength() {
    return length;
  }

  @Override
  public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
    subscriber.onSubscribe(new Slices(subscriber));
  }

  /** Asked by one thread at a time or by several: whoever finds no demand delivers for all. */
  private final class Slices implements Flow.Subscription {
    private final Flow.Subscriber<? super ByteBuffer> subscriber;
    private final AtomicLong demand = new AtomicLong();
    private int position;
    private volatile boolean done;

    Slices(Flow.Subscriber<? super ByteBuffer> subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void request(long n) {
      if (n <= 0) {
        if (!done) {
          done = true;
          subscriber.onError(new IllegalArgumentException("Asked for " + n));
        }
        return;
      }
      if (demand.getAndAccumulate(n, SlicedBody::saturated) == 0) {
        long delivered;
        do {
          delivered = demand.get();
          deliver(delivered);
        } while (demand.addAndGet(-delivered) != 0);
      }
    }

    private void deliver(long slices) {
      for (long i = 0; i < slices && !done; i++) {
        if (position < length) {
          int size = Math.min(SLICE, length - position);
          ByteBuffer slice = ByteBuffer.wrap(bytes, position, size);
          position += size;
          subscriber.onNext(slice);
        }
        if (position >= length && !done) {
          done = true;
          subscriber.onComplete();
        }
      }
    }

    @Override
    public void cancel() {
      done = true;
    }
  }

  private static long saturated(long demand, long more) {
    long sum = demand + more;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
