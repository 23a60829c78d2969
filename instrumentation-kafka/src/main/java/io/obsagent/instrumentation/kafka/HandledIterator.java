package io.obsagent.instrumentation.kafka;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;

/**
 * An iterator whose records are handled by whoever asks for them: from one to the next, or to the
 * end, the current context is that of the record. What the end of a loop left early is, see {@link
 * io.obsagent.engine.trace.OpenScope}.
 */
class HandledIterator implements Iterator<Object>, StreamedIterator {
  private final Iterator<?> records;
  private final ClientFacts facts;
  private RecordScope scope;

  HandledIterator(Iterator<?> records, ClientFacts facts) {
    this.records = records;
    this.facts = facts;
  }

  @Override
  public final boolean hasNext() {
    boolean more = records.hasNext();
    if (!more) {
      leave();
    }
    return more;
  }

  @Override
  public final Object next() {
    leave();
    return handled(records.next());
  }

  /** The application begins with this record. */
  final Object handled(Object record) {
    scope = RecordHandling.begin(record, facts);
    return record;
  }

  /** It is done with the one before, if there was any. */
  final void leave() {
    RecordScope last = scope;
    if (last != null) {
      scope = null;
      RecordHandling.end(last, null);
    }
  }

  @Override
  public final void forEachRemaining(Consumer<? super Object> action) {
    while (hasNext()) {
      Object record = next();
      try {
        action.accept(record);
      } catch (Throwable thrown) {
        RecordScope failed = scope;
        scope = null;
        RecordHandling.end(failed, thrown);
        throw thrown;
      }
    }
  }

  @Override
  public final Spliterator<?> split(int characteristics) {
    return new HandledSpliterator(
        Spliterators.<Object>spliteratorUnknownSize(records, characteristics), facts);
  }

  @Override
  public final Spliterator<?> split(long size, int characteristics) {
    return new HandledSpliterator(
        Spliterators.<Object>spliterator(records, size, characteristics), facts);
  }

  @Override
  public final void remove() {
    records.remove();
  }
}
