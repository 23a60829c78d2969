package io.obsagent.build;

import io.obsagent.weaving.AdviceBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;

/** Class files of a class path, scanned once each. */
final class ClassFiles {
  private final ClassLoader classPath;
  private final Map<String, ScannedClass> scanned = new HashMap<>();

  ClassFiles(ClassLoader classPath) {
    this.classPath = classPath;
  }

  /** Null when there is none. */
  byte[] bytes(String internalName) {
    try (InputStream in = classPath.getResourceAsStream(internalName + ".class")) {
      return in == null ? null : AdviceBytes.readAll(in);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Null when there is none. */
  ScannedClass scan(String internalName) {
    if (!scanned.containsKey(internalName)) {
      byte[] bytes = bytes(internalName);
      scanned.put(internalName, bytes == null ? null : ScannedClass.of(bytes));
    }
    return scanned.get(internalName);
  }
}
