package io.obsagent.weaving;

import java.util.ArrayList;
import java.util.List;

/**
 * Classes the user wants left alone ({@code otel.javaagent.exclude-classes}): exact names, and
 * beginnings of names. Immutable; empty for nearly everyone, and then costs a length check.
 */
public final class ExcludedClasses {
  /** Nothing is excluded. */
  public static final ExcludedClasses NONE = new ExcludedClasses(new ArrayList<String>());

  private final String[] names;
  private final String[] prefixes;

  /**
   * @param patterns dotted class names; one that ends in {@code *} stands for all names that begin
   *     so
   */
  public ExcludedClasses(List<String> patterns) {
    List<String> exact = new ArrayList<>();
    List<String> beginnings = new ArrayList<>();
    for (String pattern : patterns) {
      String internal = pattern.trim().replace('.', '/');
      if (internal.endsWith("*")) {
        beginnings.add(internal.substring(0, internal.length() - 1));
      } else if (!internal.isEmpty()) {
        exact.add(internal);
      }
    }
    names = exact.toArray(new String[0]);
    prefixes = beginnings.toArray(new String[0]);
  }

  boolean contains(String internalName) {
    for (String name : names) {
      if (name.equals(internalName)) {
        return true;
      }
    }
    for (String prefix : prefixes) {
      if (internalName.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
