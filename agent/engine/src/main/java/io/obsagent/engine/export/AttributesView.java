package io.obsagent.engine.export;

import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The attributes of the span a {@link SpanView} shows, in two arrays that are reused. */
final class AttributesView implements Attributes {
  private AttributeKey<?>[] keys = new AttributeKey<?>[16];
  private Object[] values = new Object[16];
  private int size;

  void bind(RecordedSpan span, ExportNames names) {
    clear();
    for (int i = 0; i < span.attributeCount(); i++) {
      Object value = span.attributeValue(i);
      // A deferred text may turn out to be nothing.
      if (value != null) {
        add(
            names.key(span.attributeKey(i)),
            value instanceof String[] ? list((String[]) value) : value);
      }
    }
  }

  /** Those of a link, which few spans have: nothing is reused. */
  static AttributesView of(LinkAttributes about, ExportNames names) {
    AttributesView view = new AttributesView();
    for (int i = 0; i < about.count(); i++) {
      view.add(names.key(about.key(i)), about.value(i));
    }
    return view;
  }

  /** The marshaller knows no null inside an array; an empty text keeps the others in place. */
  private static List<String> list(String[] texts) {
    for (int i = 0; i < texts.length; i++) {
      if (texts[i] == null) {
        String[] filled = texts.clone();
        for (int j = i; j < filled.length; j++) {
          filled[j] = filled[j] == null ? "" : filled[j];
        }
        return Arrays.asList(filled);
      }
    }
    return Arrays.asList(texts);
  }

  void add(AttributeKey<?> key, Object value) {
    if (size == keys.length) {
      keys = Arrays.copyOf(keys, size << 1);
      values = Arrays.copyOf(values, size << 1);
    }
    keys[size] = key;
    values[size++] = value;
  }

  void clear() {
    Arrays.fill(values, 0, size, null);
    size = 0;
  }

  @Override
  @SuppressWarnings("unchecked") // A value was stored under the key that names its type.
  public <T> T get(AttributeKey<T> key) {
    for (int i = 0; i < size; i++) {
      if (keys[i].equals(key)) {
        return (T) values[i];
      }
    }
    return null;
  }

  @Override
  public void forEach(BiConsumer<? super AttributeKey<?>, ? super Object> consumer) {
    for (int i = 0; i < size; i++) {
      consumer.accept(keys[i], values[i]);
    }
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public Map<AttributeKey<?>, Object> asMap() {
    Map<AttributeKey<?>, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      map.put(keys[i], values[i]);
    }
    return Collections.unmodifiableMap(map);
  }

  @Override
  @SuppressWarnings("unchecked") // As in get.
  public AttributesBuilder toBuilder() {
    AttributesBuilder builder = Attributes.builder();
    for (int i = 0; i < size; i++) {
      builder.put((AttributeKey<Object>) keys[i], values[i]);
    }
    return builder;
  }
}
