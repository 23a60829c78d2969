package io.obsagent.build;

import io.obsagent.build.AdviceModel.Assignment;
import io.obsagent.build.AdviceModel.Parameter;
import io.obsagent.build.AdviceModel.Part;
import io.obsagent.build.AdviceModel.Source;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Type;

/** One method descriptor under one advice: what its woven calls pass and how they are typed. */
final class WovenMethod {
  // The codes of CallShape; arguments are their index.
  private static final int SELF = -1;
  private static final int ORIGIN = -2;
  private static final int RETURNED = -3;
  private static final int THROWN = -4;
  private static final int STATE = -5;

  final String name;
  final String descriptor;
  final AdviceModel advice;
  final Call enter;
  final Call exit;

  WovenMethod(String name, String descriptor, AdviceModel advice) {
    this.name = name;
    this.descriptor = descriptor;
    this.advice = advice;
    enter = advice.enter == null ? null : new Call(advice.enter, descriptor, true);
    exit = advice.exit == null ? null : new Call(advice.exit, descriptor, false);
  }

  List<Assignment> assignments() {
    return advice.enter == null ? new ArrayList<Assignment>() : advice.enter.assignments;
  }

  boolean replacesReturned() {
    return advice.exit != null && advice.exit.replacesReturned;
  }

  /** A woven call: what it passes, in order, and its erased descriptor. */
  static final class Call {
    final Part part;
    final List<Integer> passed = new ArrayList<>();
    final String descriptor;
    final Type[] arguments;
    final Type returned;

    Call(Part part, String method, boolean isEnter) {
      this.part = part;
      arguments = Type.getArgumentTypes(method);
      returned = Type.getReturnType(method);
      // The returned value first: at a return it lies on the stack already. Null where there is
      // none: what stands where must follow from the descriptor, by which adapters are found.
      if (part.has(Source.RETURNED) || part.replacesReturned) {
        passed.add(RETURNED);
      }
      add(part, Source.THROWN, THROWN);
      add(part, Source.STATE, STATE);
      add(part, Source.SELF, SELF);
      for (int i = 0; i < arguments.length; i++) {
        if (part.has(Source.ALL_ARGUMENTS) || wantsArgument(part, i)) {
          passed.add(i);
        }
      }
      add(part, Source.ORIGIN, ORIGIN);
      StringBuilder erased = new StringBuilder("(");
      for (int each : passed) {
        erased.append(erasedType(each));
      }
      erased.append(')');
      boolean yields = isEnter ? !part.returns.equals("V") : part.replacesReturned;
      descriptor = erased.append(yields ? "Ljava/lang/Object;" : "V").toString();
    }

    private void add(Part part, Source source, int code) {
      if (part.has(source)) {
        passed.add(code);
      }
    }

    private static boolean wantsArgument(Part part, int index) {
      for (Parameter each : part.parameters) {
        if (each.source == Source.ARGUMENT && each.argument == index) {
          return true;
        }
      }
      return false;
    }

    /** The type of the value itself; references as what they are. */
    Type typeOf(int code) {
      if (code >= 0) {
        return arguments[code];
      }
      return code == RETURNED && returned != Type.VOID_TYPE
          ? returned
          : Type.getObjectType("java/lang/Object");
    }

    private String erasedType(int code) {
      Type type = typeOf(code);
      return type.getSort() >= Type.ARRAY ? "Ljava/lang/Object;" : type.getDescriptor();
    }

    /** Position among {@link #passed} of what a parameter wants. */
    int positionOf(Parameter parameter) {
      switch (parameter.source) {
        case SELF:
          return passed.indexOf(SELF);
        case STATE:
          return passed.indexOf(STATE);
        case RETURNED:
          return passed.indexOf(RETURNED);
        case THROWN:
          return passed.indexOf(THROWN);
        case ORIGIN:
          return passed.indexOf(ORIGIN);
        default:
          return positionOfArgument(parameter.argument);
      }
    }

    int positionOfArgument(int index) {
      return passed.indexOf(index);
    }
  }
}
