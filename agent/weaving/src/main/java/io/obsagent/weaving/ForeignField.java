package io.obsagent.weaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Reads a private field of somebody else's class: for what a type of the JDK knows and tells
 * nobody. Immutable; made once, where an advice class is initialised, since looking a field up is
 * slow. A read is one method handle call per field of the path, no allocation.
 */
public final class ForeignField {
  private static final MethodType GETTER = MethodType.methodType(Object.class, Object.class);

  /** One getter per field of the path, each (Object)Object; null when one cannot be reached. */
  private final MethodHandle[] getters;

  private ForeignField(MethodHandle[] getters) {
    this.getters = getters;
  }

  /**
   * A field, or the field of what a field holds, and so on.
   *
   * @param owner dotted name of a class of the bootstrap loader
   * @param path names of object fields: the first is the owner's, each next one is declared by the
   *     type of the field before it
   */
  public static ForeignField of(String owner, String... path) {
    if (System.getSecurityManager() == null) {
      return find(owner, path);
    }
    return AccessController.doPrivileged(
        new PrivilegedAction<ForeignField>() {
          @Override
          public ForeignField run() {
            return find(owner, path);
          }
        });
  }

  private static ForeignField find(String owner, String... path) {
    try {
      Class<?> type = Class.forName(owner, false, null);
      MethodHandle[] getters = new MethodHandle[path.length];
      for (int i = 0; i < path.length; i++) {
        Field field = type.getDeclaredField(path[i]);
        getters[i] = getter(type, field).asType(GETTER);
        type = field.getType();
      }
      return new ForeignField(getters);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError unreachable) {
      return new ForeignField(null);
    }
  }

  private static MethodHandle getter(Class<?> type, Field field)
      throws ReflectiveOperationException {
    ModernJvm modern = ForeignFields.modern();
    if (modern != null) {
      return modern.lookupIn(type).findGetter(type, field.getName(), field.getType());
    }
    field.setAccessible(true);
    return MethodHandles.lookup().unreflectGetter(field);
  }

  /** False when this JVM has no such field, or shows it to nobody. */
  public boolean isReachable() {
    return getters != null;
  }

  /** What the field holds; null also when it, or a part of its path, cannot be read. */
  public Object get(Object owner) {
    if (getters == null) {
      return null;
    }
    Object value = owner;
    for (int i = 0; i < getters.length && value != null; i++) {
      try {
        value = (Object) getters[i].invokeExact(value);
      } catch (Throwable impossible) {
        throw new IllegalStateException(impossible);
      }
    }
    return value;
  }
}
