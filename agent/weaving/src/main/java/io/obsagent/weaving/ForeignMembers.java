package io.obsagent.weaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;

/**
 * Members of the JDK's inner classes, as method handles to be kept in static final fields, where
 * they cost what a direct call costs. On Java 9 and above the package is opened to the agent, and
 * to it alone.
 *
 * <p>Whoever asks has to be ready for a JDK that does not have the member: these classes change.
 */
public final class ForeignMembers {
  private ForeignMembers() {}

  /**
   * An instance method, private ones included.
   *
   * @param type without the receiver
   * @return a handle of (Object, parameters...)
   * @throws ReflectiveOperationException if it is not there, or out of reach
   */
  public static MethodHandle method(Class<?> owner, String name, MethodType type)
      throws ReflectiveOperationException {
    ModernJvm modern = ForeignFields.modern();
    MethodHandle handle;
    if (modern != null) {
      handle = modern.lookupIn(owner).findVirtual(owner, name, type);
    } else {
      Method method = owner.getDeclaredMethod(name, type.parameterArray());
      method.setAccessible(true);
      handle = MethodHandles.lookup().unreflect(method);
    }
    return handle.asType(type.insertParameterTypes(0, Object.class));
  }

  /**
   * Reads an instance field, private ones included.
   *
   * @return a handle of (Object)Object
   * @throws ReflectiveOperationException if it is not there, or out of reach
   */
  public static MethodHandle getter(Class<?> owner, String name, Class<?> type)
      throws ReflectiveOperationException {
    ModernJvm modern = ForeignFields.modern();
    MethodHandle handle;
    if (modern != null) {
      handle = modern.lookupIn(owner).findGetter(owner, name, type);
    } else {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      handle = MethodHandles.lookup().unreflectGetter(field);
    }
    return handle.asType(MethodType.methodType(Object.class, Object.class));
  }
}
