package io.obsagent.weaving;

/** Where an instrumentation names its types. All names are dotted, nested types with {@code $}. */
public interface Targets {

  /**
   * Classes that extend or implement one of these types, at any distance; the type itself counts
   * too when it is a class. Interfaces are never woven, also not their default methods.
   */
  TypeTarget subtypesOf(String... typeNames);

  /**
   * Classes that name one of these types after their own {@code extends} or {@code implements}; not
   * what is below those. Such a class file holds the type's name, which makes also a method common
   * to half of all classes ({@code run()V}) a filter here. Classes of the JDK are not among them:
   * {@link #types} names those.
   */
  TypeTarget directSubtypesOf(String... typeNames);

  /** Exactly these classes. */
  TypeTarget types(String... exactNames);
}
