package io.obsagent.instrumentation.kafka;

import java.util.Spliterator;

/**
 * An iterator that knows a better way to make a stream of itself than to be copied, as the JDK's
 * does for a parallel one.
 */
public interface StreamedIterator {
  /**
   * Instead of {@code Spliterators.spliteratorUnknownSize}.
   *
   * @param characteristics as given there
   */
  Spliterator<?> split(int characteristics);

  /**
   * Instead of {@code Spliterators.spliterator}.
   *
   * @param size as given there
   */
  Spliterator<?> split(long size, int characteristics);
}
