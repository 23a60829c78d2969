package io.obsagent.weaving;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;

/**
 * The call site of one woven {@code invokedynamic}. Mutable, so that a site that was first reached
 * while its own thread was linking gets its advice later, and so that an instrumentation can be
 * switched off; for the JIT its target is a constant until then.
 */
final class AdviceSite extends MutableCallSite {
  private final String name;

  AdviceSite(String name, MethodHandle advice) {
    super(advice);
    this.name = name;
  }

  /** A site that does nothing yet. */
  AdviceSite(String name, MethodType type) {
    this(name, noOp(name, type));
  }

  /** Other threads see it no later than the next {@link MutableCallSite#syncAll}. */
  void disconnect() {
    setTarget(noOp(name, type()));
  }

  /** Does nothing: enter yields null, exit the value it was to look at, if it may replace it. */
  static MethodHandle noOp(String name, MethodType type) {
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
}
