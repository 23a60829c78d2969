package io.obsagent.engine.propagation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

/** Header lines in order, as a server sees them; names without regard to case. */
final class Headers {
  static final HeaderReader<Headers> READER =
      new HeaderReader<>() {
        @Override
        public String first(Headers carrier, String name) {
          List<String> values = carrier.values(name);
          return values.isEmpty() ? null : values.get(0);
        }

        @Override
        public Enumeration<String> all(Headers carrier, String name) {
          List<String> values = carrier.values(name);
          return values.isEmpty() ? null : Collections.enumeration(values);
        }
      };

  static final HeaderWriter<Headers> WRITER =
      new HeaderWriter<>() {
        @Override
        public void set(Headers carrier, String name, String value) {
          remove(carrier, name);
          carrier.with(name, value);
        }

        @Override
        public void remove(Headers carrier, String name) {
          carrier.lines.removeIf(line -> line[0].equalsIgnoreCase(name));
        }
      };

  private final List<String[]> lines = new ArrayList<>();

  static Headers of(String... namesAndValues) {
    Headers headers = new Headers();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.with(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  Headers with(String name, String value) {
    lines.add(new String[] {name, value});
    return this;
  }

  List<String> values(String name) {
    return lines.stream()
        .filter(line -> line[0].equalsIgnoreCase(name))
        .map(line -> line[1])
        .toList();
  }

  List<String> names() {
    return lines.stream().map(line -> line[0]).toList();
  }

  String get(String name) {
    return READER.first(this, name);
  }
}
