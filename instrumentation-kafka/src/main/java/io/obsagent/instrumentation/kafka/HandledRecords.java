package io.obsagent.instrumentation.kafka;

import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * The records of one partition; whoever iterates over them handles them. Copying them ({@code
 * toArray}, {@code new ArrayList<>(list)}) and reading single ones by index is no handling. All
 * else is the client's own list.
 */
final class HandledRecords implements List<Object>, RandomAccess {
  private final List<Object> records;
  private final ClientFacts facts;

  HandledRecords(List<Object> records, ClientFacts facts) {
    this.records = records;
    this.facts = facts;
  }

  @Override
  public Iterator<Object> iterator() {
    return new HandledIterator(records.iterator(), facts);
  }

  @Override
  public ListIterator<Object> listIterator() {
    return new HandledListIterator(records.listIterator(), facts);
  }

  @Override
  public ListIterator<Object> listIterator(int index) {
    return new HandledListIterator(records.listIterator(index), facts);
  }

  @Override
  public Spliterator<Object> spliterator() {
    return new HandledSpliterator(records.spliterator(), facts);
  }

  @Override
  public void forEach(Consumer<? super Object> action) {
    iterator().forEachRemaining(action);
  }

  @Override
  public List<Object> subList(int from, int to) {
    return new HandledRecords(records.subList(from, to), facts);
  }

  @Override
  public Object get(int index) {
    return records.get(index);
  }

  @Override
  public int size() {
    return records.size();
  }

  @Override
  public boolean isEmpty() {
    return records.isEmpty();
  }

  @Override
  public boolean contains(Object record) {
    return records.contains(record);
  }

  @Override
  public boolean containsAll(Collection<?> others) {
    return records.containsAll(others);
  }

  @Override
  public int indexOf(Object record) {
    return records.indexOf(record);
  }

  @Override
  public int lastIndexOf(Object record) {
    return records.lastIndexOf(record);
  }

  @Override
  public Object[] toArray() {
    return records.toArray();
  }

  @Override
  public <T> T[] toArray(T[] array) {
    return records.toArray(array);
  }

  // The client's list cannot be changed, and says so in its own way.

  @Override
  public boolean add(Object record) {
    return records.add(record);
  }

  @Override
  public void add(int index, Object record) {
    records.add(index, record);
  }

  @Override
  public boolean addAll(Collection<? extends Object> others) {
    return records.addAll(others);
  }

  @Override
  public boolean addAll(int index, Collection<? extends Object> others) {
    return records.addAll(index, others);
  }

  @Override
  public Object set(int index, Object record) {
    return records.set(index, record);
  }

  @Override
  public Object remove(int index) {
    return records.remove(index);
  }

  @Override
  public boolean remove(Object record) {
    return records.remove(record);
  }

  @Override
  public boolean removeAll(Collection<?> others) {
    return records.removeAll(others);
  }

  @Override
  public boolean removeIf(Predicate<? super Object> filter) {
    return records.removeIf(filter);
  }

  @Override
  public boolean retainAll(Collection<?> others) {
    return records.retainAll(others);
  }

  @Override
  public void replaceAll(UnaryOperator<Object> operator) {
    records.replaceAll(operator);
  }

  @Override
  public void sort(Comparator<? super Object> order) {
    records.sort(order);
  }

  @Override
  public void clear() {
    records.clear();
  }

  @Override
  public boolean equals(Object other) {
    return other == this
        || records.equals(
            other instanceof HandledRecords ? ((HandledRecords) other).records : other);
  }

  @Override
  public int hashCode() {
    return records.hashCode();
  }

  @Override
  public String toString() {
    return records.toString();
  }

  private static final class HandledListIterator extends HandledIterator
      implements ListIterator<Object> {
    private final ListIterator<Object> records;

    HandledListIterator(ListIterator<Object> records, ClientFacts facts) {
      super(records, facts);
      this.records = records;
    }

    @Override
    public boolean hasPrevious() {
      boolean more = records.hasPrevious();
      if (!more) {
        leave();
      }
      return more;
    }

    @Override
    public Object previous() {
      leave();
      return handled(records.previous());
    }

    @Override
    public int nextIndex() {
      return records.nextIndex();
    }

    @Override
    public int previousIndex() {
      return records.previousIndex();
    }

    @Override
    public void set(Object record) {
      records.set(record);
    }

    @Override
    public void add(Object record) {
      records.add(record);
    }
  }
}
