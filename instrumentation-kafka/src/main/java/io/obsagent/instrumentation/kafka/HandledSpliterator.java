package io.obsagent.instrumentation.kafka;

import java.util.Comparator;
import java.util.Spliterator;
import java.util.function.Consumer;

/**
 * A stream's way through records. Here the end of each is seen: when the stream's action returns.
 * Parts that are split off are handled alike, on whatever thread.
 */
final class HandledSpliterator implements Spliterator<Object>, Consumer<Object> {
  private final Spliterator<Object> records;
  private final ClientFacts facts;

  /** What the stream does with a record, during one call. */
  private Consumer<? super Object> action;

  HandledSpliterator(Spliterator<Object> records, ClientFacts facts) {
    this.records = records;
    this.facts = facts;
  }

  @Override
  public void accept(Object record) {
    RecordScope scope = RecordHandling.begin(record, facts);
    try {
      action.accept(record);
    } catch (Throwable thrown) {
      RecordHandling.end(scope, thrown);
      throw thrown;
    }
    RecordHandling.end(scope, null);
  }

  @Override
  public boolean tryAdvance(Consumer<? super Object> action) {
    this.action = action;
    return records.tryAdvance(this);
  }

  @Override
  public void forEachRemaining(Consumer<? super Object> action) {
    this.action = action;
    records.forEachRemaining(this);
  }

  @Override
  public Spliterator<Object> trySplit() {
    Spliterator<Object> part = records.trySplit();
    return part == null ? null : new HandledSpliterator(part, facts);
  }

  @Override
  public long estimateSize() {
    return records.estimateSize();
  }

  @Override
  public int characteristics() {
    return records.characteristics();
  }

  @Override
  public Comparator<? super Object> getComparator() {
    return records.getComparator();
  }
}
