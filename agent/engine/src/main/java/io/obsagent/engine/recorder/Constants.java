package io.obsagent.engine.recorder;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for objects of which there are few: keys of attributes, instrumentation scopes. They are
 * compared by identity, so what is read back must be the same object.
 */
final class Constants<T> {
  /** Should somebody make them up as he goes, memory stays bounded. */
  private static final int MOST = 4_096;

  private final Map<T, Integer> numbers = new IdentityHashMap<>();
  private final List<T> objects = new ArrayList<>();

  /** -1 if there are too many. */
  int number(T object) {
    Integer known = numbers.get(object);
    if (known != null) {
      return known;
    }
    if (objects.size() == MOST) {
      return -1;
    }
    numbers.put(object, objects.size());
    objects.add(object);
    return objects.size() - 1;
  }

  T object(long number) {
    return objects.get((int) number);
  }
}
