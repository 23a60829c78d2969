package io.obsagent.weaving;

/**
 * A set of classes, the methods woven in them and the state kept on their instances. Every call
 * returns the same target.
 */
public interface TypeTarget {

  /** Leaves out classes whose dotted name begins with one of these. */
  TypeTarget excluding(String... namePrefixes);

  /**
   * Weaves {@code advice} into the method of this name and JVM descriptor wherever a class of this
   * target <em>declares</em> it with a body: abstract, native and bridge methods, constructors and
   * static initialisers are never woven. A method common to half of all classes ({@code run()V},
   * {@code call()}) is refused on {@link Targets#subtypesOf}, and allowed on {@link
   * Targets#directSubtypesOf}.
   *
   * @param advice a public class in Byte Buddy's advice contract, {@code inline = false}
   */
  TypeTarget method(String name, String descriptor, Class<?> advice);

  /**
   * Keeps {@link ForeignState#named ForeignState.named(stateName)} in a field of its own: an {@code
   * Object} field is added to the topmost class of a hierarchy that belongs to this target and
   * declares one of its methods.
   */
  TypeTarget state(String stateName);
}
