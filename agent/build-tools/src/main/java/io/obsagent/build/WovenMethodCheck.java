package io.obsagent.build;

import io.obsagent.build.AdviceModel.Assignment;
import io.obsagent.build.AdviceModel.Parameter;
import io.obsagent.build.AdviceModel.Part;
import io.obsagent.build.DescribedTargets.Described;
import io.obsagent.build.DescribedTargets.DescribedMethod;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.pool.TypePool;

/** Whether an advice fits a method: each parameter can hold what it is given. */
final class WovenMethodCheck {
  private final TypePool types;
  private final Faults faults;

  WovenMethodCheck(TypePool types, Faults faults) {
    this.types = types;
    this.faults = faults;
  }

  /** Null when it does not fit; the faults then say why. */
  WovenMethod check(
      String instrumentation, Described target, DescribedMethod method, AdviceModel advice) {
    String where =
        instrumentation + ": " + advice.className + " on " + method.name + method.descriptor;
    Type[] arguments = Type.getArgumentTypes(method.descriptor);
    Type returned = Type.getReturnType(method.descriptor);
    boolean fits = true;
    for (Part part : new Part[] {advice.enter, advice.exit}) {
      if (part != null) {
        for (Parameter parameter : part.parameters) {
          fits &= fits(where, target, parameter, arguments, returned);
        }
      }
    }
    if (advice.enter != null) {
      for (Assignment assignment : advice.enter.assignments) {
        fits &= fits(where, advice.enter, assignment, arguments);
      }
    }
    if (advice.exit != null && advice.exit.replacesReturned) {
      if (returned.getSort() < Type.ARRAY) {
        fits = fault(where + ": only a returned object can be replaced");
      } else if (!holds(returned, Type.getType(advice.exit.returns), false)) {
        fits = fault(where + " returns something that the method cannot return");
      }
    }
    return fits ? new WovenMethod(method.name, method.descriptor, advice) : null;
  }

  private boolean fault(String sentence) {
    faults.add(sentence);
    return false;
  }

  private boolean fits(
      String where, Described target, Parameter parameter, Type[] arguments, Type returned) {
    Type type = Type.getType(parameter.type);
    switch (parameter.source) {
      case ARGUMENT:
        if (parameter.argument >= arguments.length) {
          return fault(where + ": the method has no argument " + parameter.argument);
        }
        return holds(type, arguments[parameter.argument], true)
            || fault(
                where
                    + ": argument "
                    + parameter.argument
                    + " does not fit a parameter of type "
                    + type.getClassName());
      case RETURNED:
        if (returned == Type.VOID_TYPE) {
          return type.getSort() >= Type.ARRAY && parameter.dynamic
              || fault(
                  where
                      + ": the method returns nothing, so @Return must be an object and say typing ="
                      + " DYNAMIC");
        }
        return holds(type, returned, true)
            || fault(where + ": what is returned does not fit type " + type.getClassName());
      case SELF:
        for (String each : target.typeNames) {
          if (!holds(type, Type.getObjectType(PlanModel.internal(each)), true)) {
            return fault(where + ": " + each + " does not fit @This " + type.getClassName());
          }
        }
        return true;
      default:
        return true;
    }
  }

  private boolean fits(String where, Part enter, Assignment assignment, Type[] arguments) {
    if (assignment.argument >= arguments.length) {
      return fault(where + ": the method has no argument " + assignment.argument);
    }
    Type argument = arguments[assignment.argument];
    if (argument.getSort() < Type.ARRAY) {
      return fault(where + ": only an argument that is an object can be replaced");
    }
    if (assignment.index >= 0) {
      return enter.returns.equals("[Ljava/lang/Object;")
          || fault(where + ": for ToArgument with an index enter must return Object[]");
    }
    return holds(argument, Type.getType(enter.returns), false)
        || fault(where + " returns something that argument " + assignment.argument + " is not");
  }

  /**
   * Whether a variable of one type takes a value of another without a cast that could fail.
   *
   * @param unknown the answer where a type is not on the class path
   */
  private boolean holds(Type variable, Type value, boolean unknown) {
    if (variable.equals(value)) {
      return true;
    }
    if (variable.getSort() < Type.ARRAY) {
      return false;
    }
    if (variable.getDescriptor().equals("Ljava/lang/Object;")) {
      return value != Type.VOID_TYPE;
    }
    if (value.getSort() != Type.OBJECT || variable.getSort() != Type.OBJECT) {
      return false;
    }
    TypePool.Resolution of = types.describe(value.getClassName());
    TypePool.Resolution to = types.describe(variable.getClassName());
    if (!of.isResolved() || !to.isResolved()) {
      return unknown;
    }
    try {
      TypeDescription wanted = to.resolve();
      return of.resolve().isAssignableTo(wanted);
    } catch (TypePool.Resolution.NoSuchTypeException incomplete) {
      return unknown;
    }
  }
}
