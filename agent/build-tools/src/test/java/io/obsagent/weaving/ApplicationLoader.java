package io.obsagent.weaving;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * An application of its own: defines all of {@code com.example} itself, from the test class path or
 * from bytes it was given, and leaves the rest to the test's loader.
 */
class ApplicationLoader extends ClassLoader {
  static {
    registerAsParallelCapable();
  }

  private final Map<String, byte[]> given = new ConcurrentHashMap<>();
  private final String prefix;
  private final UnaryOperator<byte[]> change;

  ApplicationLoader() {
    this(bytes -> bytes);
  }

  /** Each class file is changed before it is defined. */
  ApplicationLoader(UnaryOperator<byte[]> change) {
    this("com.example.", change);
  }

  ApplicationLoader(String prefix, UnaryOperator<byte[]> change) {
    super(ApplicationLoader.class.getClassLoader());
    this.prefix = prefix;
    this.change = change;
  }

  /** Takes precedence over the class path. */
  ApplicationLoader with(String name, byte[] bytes) {
    given.put(name, bytes);
    return this;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      if (!own(name)) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      if (loaded == null) {
        byte[] bytes = change.apply(bytes(name));
        loaded = defineClass(name, bytes, 0, bytes.length);
      }
      return loaded;
    }
  }

  @Override
  public InputStream getResourceAsStream(String name) {
    byte[] bytes = given.get(name.replace('/', '.').replaceAll("\\.class$", ""));
    return bytes == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(bytes);
  }

  boolean own(String name) {
    return name.startsWith(prefix) || given.containsKey(name);
  }

  private byte[] bytes(String name) throws ClassNotFoundException {
    byte[] bytes = given.get(name);
    if (bytes != null) {
      return bytes;
    }
    try (InputStream in =
        ApplicationLoader.class
            .getClassLoader()
            .getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      return in.readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  <T> T create(Class<T> type, String name) throws ReflectiveOperationException {
    return type.cast(create(name));
  }

  Object create(String name) throws ReflectiveOperationException {
    return loadClass(name).getDeclaredConstructor().newInstance();
  }
}
