package io.obsagent.weaving;

/** Where an instrumentation names its types. All names are dotted, nested types with {@code $}. */
public interface Targets {

  /**
   * Classes that extend or implement one of these types, at any distance; the type itself counts
   * too when it is a class. Interfaces are never woven, also not their default methods.
   */
  TypeTarget subtypesOf(String... typeNames);

  /** Exactly these classes. */
  TypeTarget types(String... exactNames);
}
