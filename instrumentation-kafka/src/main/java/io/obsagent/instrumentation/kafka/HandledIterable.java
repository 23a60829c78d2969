package io.obsagent.instrumentation.kafka;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.function.Consumer;

/** The records of one topic; whoever iterates over them handles them. */
final class HandledIterable implements Iterable<Object> {
  private final Iterable<Object> records;
  private final ClientFacts facts;

  HandledIterable(Iterable<Object> records, ClientFacts facts) {
    this.records = records;
    this.facts = facts;
  }

  @Override
  public Iterator<Object> iterator() {
    return new HandledIterator(records.iterator(), facts);
  }

  @Override
  public void forEach(Consumer<? super Object> action) {
    iterator().forEachRemaining(action);
  }

  @Override
  public Spliterator<Object> spliterator() {
    return new HandledSpliterator(records.spliterator(), facts);
  }

  @Override
  public String toString() {
    return records.toString();
  }
}
