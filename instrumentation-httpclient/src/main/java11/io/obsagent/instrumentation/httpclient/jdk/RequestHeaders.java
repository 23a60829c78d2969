package io.obsagent.instrumentation.httpclient.jdk;

import io.obsagent.engine.propagation.HeaderReader;
import io.obsagent.engine.propagation.HeaderWriter;
import java.net.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * The headers of a request, which cannot be changed, with those that are to be added or left out.
 * Used by one thread.
 *
 * <p>It is a map so that {@link HttpHeaders#of} can copy it without one more copy in between; only
 * {@link #forEach} is cheap.
 */
final class RequestHeaders extends AbstractMap<String, List<String>>
    implements BiPredicate<String, String> {
  static final Access ACCESS = new Access();

  private final HttpHeaders original;
  private final List<String> names = new ArrayList<>(4);

  /** Beside {@link #names}; null for a header that is left out. */
  private final List<String> values = new ArrayList<>(4);

  RequestHeaders(HttpHeaders original) {
    this.original = original;
  }

  boolean isChanged() {
    return !names.isEmpty();
  }

  HttpHeaders toHeaders() {
    return HttpHeaders.of(this, this);
  }

  @Override
  public boolean test(String name, String value) {
    return true;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super List<String>> action) {
    for (Map.Entry<String, List<String>> header : original.map().entrySet()) {
      if (indexOf(header.getKey()) < 0) {
        action.accept(header.getKey(), header.getValue());
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (values.get(i) != null) {
        action.accept(names.get(i), Collections.singletonList(values.get(i)));
      }
    }
  }

  @Override
  public Set<Map.Entry<String, List<String>>> entrySet() {
    Map<String, List<String>> copy = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    forEach(copy::put);
    return copy.entrySet();
  }

  private int indexOf(String name) {
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  private void change(String name, String value) {
    int index = indexOf(name);
    if (index >= 0) {
      values.set(index, value);
    } else {
      names.add(name);
      values.add(value);
    }
  }

  /** Reads what will go out, and writes it. */
  static final class Access implements HeaderReader<RequestHeaders>, HeaderWriter<RequestHeaders> {
    private Access() {}

    @Override
    public String first(RequestHeaders headers, String name) {
      int index = headers.indexOf(name);
      if (index >= 0) {
        return headers.values.get(index);
      }
      // Not firstValue, which makes a stream. The map's names know no case.
      List<String> values = headers.original.map().get(name);
      return values == null || values.isEmpty() ? null : values.get(0);
    }

    @Override
    public Enumeration<String> all(RequestHeaders headers, String name) {
      int index = headers.indexOf(name);
      List<String> all =
          index < 0
              ? headers.original.allValues(name)
              : Collections.singletonList(headers.values.get(index));
      return all.isEmpty() ? null : Collections.enumeration(all);
    }

    @Override
    public void set(RequestHeaders headers, String name, String value) {
      headers.change(name, value);
    }

    @Override
    public void remove(RequestHeaders headers, String name) {
      headers.change(name, null);
    }
  }
}
