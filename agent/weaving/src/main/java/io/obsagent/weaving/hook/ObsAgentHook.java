package io.obsagent.weaving.hook;

import java.lang.invoke.CallSite;
import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * The one class woven code can see. It is never loaded under this name: the plan compiler renames
 * it to {@code java.lang.ObsAgentHook} (and to a {@code java.} package of its own for Java 8), so
 * it uses nothing but the oldest part of the JDK and no lambda.
 *
 * <p>Whatever goes wrong behind it, woven code goes on: call sites link to a no-op.
 */
public final class ObsAgentHook {
  private static volatile MethodHandle link;
  private static volatile MethodHandle enter;
  private static volatile MethodHandle exit;

  private ObsAgentHook() {}

  /**
   * Takes the agent's linker; the first one stays.
   *
   * @param agentLink (Lookup, String, MethodType, int, int)CallSite
   * @param agentEnter (int, Object, Object[])Object
   * @param agentExit (int, Object, Object, Object, Throwable, Object[])Object
   * @return whether it was taken
   */
  public static synchronized boolean install(
      MethodHandle agentLink, MethodHandle agentEnter, MethodHandle agentExit) {
    if (link != null) {
      return false;
    }
    enter = agentEnter;
    exit = agentExit;
    link = agentLink;
    return true;
  }

  /** The bootstrap method of every woven call. */
  public static CallSite link(
      MethodHandles.Lookup caller, String name, MethodType type, int weaving, int advice) {
    MethodHandle linker = link;
    if (linker != null) {
      try {
        return (CallSite) linker.invokeExact(caller, name, type, weaving, advice);
      } catch (Throwable ignored) {
        // The linker records its own faults; this one could not.
      }
    }
    return new ConstantCallSite(noOp(name, type));
  }

  /** Does nothing: enter yields null, exit the value it was to look at, if it may replace it. */
  private static MethodHandle noOp(String name, MethodType type) {
    MethodHandle result;
    if (type.returnType() == void.class) {
      result = MethodHandles.constant(Object.class, null).asType(MethodType.methodType(void.class));
    } else if (name.equals("exit")) {
      return MethodHandles.dropArguments(
          MethodHandles.identity(type.returnType()),
          1,
          type.parameterList().subList(1, type.parameterCount()));
    } else {
      result = MethodHandles.constant(type.returnType(), null);
    }
    return MethodHandles.dropArguments(result, 0, type.parameterList());
  }

  /** Enter of a method in a class file too old for {@code invokedynamic}. */
  public static Object enter(int site, Object self, Object[] arguments) {
    MethodHandle agent = enter;
    if (agent == null) {
      return null;
    }
    try {
      return (Object) agent.invokeExact(site, self, arguments);
    } catch (Throwable ignored) {
      return null;
    }
  }

  /**
   * Exit of such a method; the result counts only where the advice may replace what is returned.
   */
  public static Object exit(
      int site, Object state, Object self, Object returned, Throwable thrown, Object[] arguments) {
    MethodHandle agent = exit;
    if (agent == null) {
      return returned;
    }
    try {
      return (Object) agent.invokeExact(site, state, self, returned, thrown, arguments);
    } catch (Throwable ignored) {
      return returned;
    }
  }
}
