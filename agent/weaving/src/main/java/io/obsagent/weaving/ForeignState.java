package io.obsagent.weaving;

import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Typed state on objects of other people's classes, for example the facts of a {@code Connection}.
 * It lives in a field that weaving adds to the class ({@link TypeTarget#state}), or, for classes
 * that have none, in a weak identity map.
 *
 * <p>Reads and writes are plain: who hands an object to another thread hands its state over the
 * same way. In the map a value must not reach its owner, or the owner is never collected; what
 * belongs to several objects is therefore a value shared by them, not a reference to one of them.
 *
 * <p>Cost: with a field, one {@link ClassValue} look-up and one method handle call (some 10 ns, no
 * allocation); without, one hash look-up. Never throws for an owner that is not null.
 */
public final class ForeignState<T> {
  private final String field;
  private final ClassValue<ForeignFields.Access> access =
      new ClassValue<ForeignFields.Access>() {
        @Override
        protected ForeignFields.Access computeValue(Class<?> type) {
          if (System.getSecurityManager() == null) {
            return ForeignFields.find(type, field);
          }
          return AccessController.doPrivileged(
              new PrivilegedAction<ForeignFields.Access>() {
                @Override
                public ForeignFields.Access run() {
                  return ForeignFields.find(type, field);
                }
              });
        }
      };
  private final WeakIdentityMap<Object, T> others = new WeakIdentityMap<>();

  private ForeignState(String name) {
    field = ForeignFields.fieldOf(name);
  }

  /**
   * Called once per name and kept in a static final field; instances with the same name share the
   * fields but not the map.
   */
  public static <T> ForeignState<T> named(String name) {
    return new ForeignState<>(name);
  }

  /** The state of {@code owner}, or null. */
  @SuppressWarnings("unchecked") // what set stored
  public T get(Object owner) {
    ForeignFields.Access found = access.get(owner.getClass());
    if (found == ForeignFields.Access.NONE) {
      return others.get(owner);
    }
    try {
      return (T) (Object) found.getter.invokeExact(owner);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Sets the state of {@code owner}; null forgets it. */
  public void set(Object owner, T value) {
    ForeignFields.Access found = access.get(owner.getClass());
    if (found == ForeignFields.Access.NONE) {
      others.put(owner, value);
      return;
    }
    try {
      found.setter.invokeExact(owner, (Object) value);
    } catch (Throwable impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /**
   * Whether the state of {@code owner} is in a field, where it costs next to nothing to set; false:
   * it is in the map.
   */
  public boolean isField(Object owner) {
    return access.get(owner.getClass()) != ForeignFields.Access.NONE;
  }

  @Override
  public String toString() {
    return "ForeignState " + field;
  }
}
