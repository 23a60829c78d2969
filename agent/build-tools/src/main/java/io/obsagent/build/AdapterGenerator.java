package io.obsagent.build;

import io.obsagent.build.AdviceModel.Assignment;
import io.obsagent.build.AdviceModel.Parameter;
import io.obsagent.build.AdviceModel.Source;
import io.obsagent.build.WovenMethod.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Generates the class that woven calls reach: for each erased descriptor one static method that
 * casts and boxes, calls the advice, and catches what it throws. Done here, at build time, so that
 * a call site links straight to a method: chains of method handles would make the JVM spin classes
 * at run time.
 */
final class AdapterGenerator {
  private static final String OBJECT = "java/lang/Object";
  private static final String FAULTS = "io/obsagent/weaving/AdviceFaults";

  private final AdviceModel advice;
  private final String adapter;

  /** By method name and descriptor, so that the class does not depend on the order of rules. */
  private final Map<String, WovenMethod> methods = new TreeMap<>();

  AdapterGenerator(AdviceModel advice) {
    this.advice = advice;
    adapter = PlanModel.internal(advice.adapterName());
  }

  /** False: another method would need other casts under the same erased descriptor. */
  boolean add(WovenMethod method) {
    if (method.enter != null) {
      WovenMethod same = methods.putIfAbsent("enter" + method.enter.descriptor, method);
      if (same != null && !assignedTypes(same).equals(assignedTypes(method))) {
        return false;
      }
    }
    if (method.exit != null) {
      methods.putIfAbsent("exit" + method.exit.descriptor, method);
    }
    return true;
  }

  private static List<Type> assignedTypes(WovenMethod method) {
    List<Type> types = new ArrayList<>();
    for (Assignment each : method.assignments()) {
      types.add(each.index < 0 ? null : method.enter.arguments[each.argument]);
    }
    return types;
  }

  byte[] generate() {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String one, String other) {
            return OBJECT;
          }
        };
    writer.visit(
        Opcodes.V1_8,
        Opcodes.ACC_PUBLIC | Opcodes.ACC_FINAL | Opcodes.ACC_SUPER | Opcodes.ACC_SYNTHETIC,
        adapter,
        null,
        OBJECT,
        null);
    for (Map.Entry<String, WovenMethod> each : methods.entrySet()) {
      boolean isEnter = each.getKey().startsWith("enter");
      generate(writer, each.getValue(), isEnter);
    }
    writer.visitEnd();
    return writer.toByteArray();
  }

  private void generate(ClassWriter writer, WovenMethod method, boolean isEnter) {
    Call call = isEnter ? method.enter : method.exit;
    MethodVisitor code =
        writer.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            isEnter ? "enter" : "exit",
            call.descriptor,
            null,
            null);
    boolean yields = !call.descriptor.endsWith(")V");
    Label start = new Label();
    Label end = new Label();
    Label caught = new Label();
    code.visitCode();
    code.visitTryCatchBlock(start, end, caught, "java/lang/Throwable");
    code.visitLabel(start);
    for (Parameter parameter : call.part.parameters) {
      push(code, call, parameter);
    }
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        PlanModel.internal(advice.className),
        call.part.method,
        call.part.descriptor,
        false);
    if (isEnter) {
      checkAssignments(code, method);
    }
    finish(code, call, isEnter, yields);
    code.visitLabel(end);
    code.visitLabel(caught);
    reportFault(code);
    if (yields) {
      if (isEnter) {
        code.visitInsn(Opcodes.ACONST_NULL);
      } else {
        code.visitVarInsn(Opcodes.ALOAD, 0);
      }
      code.visitInsn(Opcodes.ARETURN);
    } else {
      code.visitInsn(Opcodes.RETURN);
    }
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void finish(MethodVisitor code, Call call, boolean isEnter, boolean yields) {
    if (!yields) {
      Type returns = Type.getType(call.part.returns);
      if (returns.getSize() > 0) {
        code.visitInsn(returns.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
      }
      code.visitInsn(Opcodes.RETURN);
      return;
    }
    if (!isEnter) {
      // Null leaves what the method returns as it is.
      Label replaced = new Label();
      code.visitInsn(Opcodes.DUP);
      code.visitJumpInsn(Opcodes.IFNONNULL, replaced);
      code.visitInsn(Opcodes.POP);
      code.visitVarInsn(Opcodes.ALOAD, 0);
      code.visitLabel(replaced);
    }
    code.visitInsn(Opcodes.ARETURN);
  }

  /** A wrong element fails here, where it is caught, not in the application's code. */
  private static void checkAssignments(MethodVisitor code, WovenMethod method) {
    for (Assignment assignment : method.assignments()) {
      if (assignment.index >= 0) {
        Type type = method.enter.arguments[assignment.argument];
        Label none = new Label();
        Label next = new Label();
        code.visitInsn(Opcodes.DUP);
        code.visitInsn(Opcodes.DUP);
        code.visitJumpInsn(Opcodes.IFNULL, none);
        code.visitIntInsn(Opcodes.BIPUSH, assignment.index);
        code.visitInsn(Opcodes.AALOAD);
        code.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
        code.visitInsn(Opcodes.POP);
        code.visitJumpInsn(Opcodes.GOTO, next);
        code.visitLabel(none);
        code.visitInsn(Opcodes.POP);
        code.visitLabel(next);
      }
    }
  }

  private void reportFault(MethodVisitor code) {
    Label start = new Label();
    Label end = new Label();
    Label worse = new Label();
    Label done = new Label();
    code.visitTryCatchBlock(start, end, worse, "java/lang/Throwable");
    code.visitLabel(start);
    code.visitLdcInsn(Type.getObjectType(adapter));
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC, FAULTS, "caught", "(Ljava/lang/Throwable;Ljava/lang/Class;)V", false);
    code.visitLabel(end);
    code.visitJumpInsn(Opcodes.GOTO, done);
    code.visitLabel(worse);
    code.visitInsn(Opcodes.POP);
    code.visitLabel(done);
  }

  private static void push(MethodVisitor code, Call call, Parameter parameter) {
    Type wanted = Type.getType(parameter.type);
    if (parameter.source == Source.ALL_ARGUMENTS) {
      pushAllArguments(code, call);
      return;
    }
    int position = call.positionOf(parameter);
    Type value = call.typeOf(call.passed.get(position));
    load(code, call, position);
    if (value.getSort() < Type.ARRAY) {
      if (wanted.getSort() >= Type.ARRAY) {
        box(code, value);
      }
    } else if (!wanted.getInternalName().equals(OBJECT)) {
      code.visitTypeInsn(Opcodes.CHECKCAST, wanted.getInternalName());
    }
  }

  private static void load(MethodVisitor code, Call call, int position) {
    Type[] types = Type.getArgumentTypes(call.descriptor);
    int slot = 0;
    for (int i = 0; i < position; i++) {
      slot += types[i].getSize();
    }
    code.visitVarInsn(types[position].getOpcode(Opcodes.ILOAD), slot);
  }

  private static void pushAllArguments(MethodVisitor code, Call call) {
    code.visitIntInsn(Opcodes.SIPUSH, call.arguments.length);
    code.visitTypeInsn(Opcodes.ANEWARRAY, OBJECT);
    for (int i = 0; i < call.arguments.length; i++) {
      code.visitInsn(Opcodes.DUP);
      code.visitIntInsn(Opcodes.SIPUSH, i);
      load(code, call, call.positionOfArgument(i));
      if (call.arguments[i].getSort() < Type.ARRAY) {
        box(code, call.arguments[i]);
      }
      code.visitInsn(Opcodes.AASTORE);
    }
  }

  private static void box(MethodVisitor code, Type type) {
    String wrapper = wrapper(type);
    code.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        wrapper,
        "valueOf",
        "(" + type.getDescriptor() + ")L" + wrapper + ";",
        false);
  }

  private static String wrapper(Type type) {
    switch (type.getSort()) {
      case Type.BOOLEAN:
        return "java/lang/Boolean";
      case Type.CHAR:
        return "java/lang/Character";
      case Type.BYTE:
        return "java/lang/Byte";
      case Type.SHORT:
        return "java/lang/Short";
      case Type.INT:
        return "java/lang/Integer";
      case Type.FLOAT:
        return "java/lang/Float";
      case Type.LONG:
        return "java/lang/Long";
      default:
        return "java/lang/Double";
    }
  }
}
