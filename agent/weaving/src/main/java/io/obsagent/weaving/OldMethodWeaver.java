package io.obsagent.weaving;

import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Class files 45 to 50: each call is one of the hook's two static methods, with a site number and
 * everything boxed. {@code jsr} and {@code ret} stay as they are.
 */
final class OldMethodWeaver extends MethodWeaver {
  private static final String ENTER = "(ILjava/lang/Object;[Ljava/lang/Object;)Ljava/lang/Object;";
  private static final String EXIT =
      "(ILjava/lang/Object;Ljava/lang/Object;Ljava/lang/Object;Ljava/lang/Throwable;"
          + "[Ljava/lang/Object;)Ljava/lang/Object;";

  private final int site;
  private final String hook;

  OldMethodWeaver(
      MethodVisitor next,
      String className,
      boolean isStatic,
      String descriptor,
      int version,
      Weaver.Target target,
      String hook) {
    super(next, className, isStatic, descriptor, version, target);
    this.site = target.site;
    this.hook = hook;
  }

  @Override
  void callEnter() {
    mv.visitLdcInsn(site);
    passSelf(rule.enter, true);
    passArguments(rule.enter, true);
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, hook, "enter", ENTER, false);
    if (rule.enter.returnsVoid()) {
      mv.visitInsn(Opcodes.POP);
    }
  }

  @Override
  void callExit(int thrownLocal) {
    boolean passesValue = rule.exit.passes(CallShape.RETURNED) && returned.getSort() != Type.VOID;
    if (passesValue) {
      if (thrownLocal >= 0) {
        pushDefault();
      }
      mv.visitVarInsn(returned.getOpcode(Opcodes.ISTORE), scratch + 1);
    }
    mv.visitLdcInsn(site);
    loadState();
    passSelf(rule.exit, false);
    if (passesValue) {
      mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), scratch + 1);
      box(returned);
    } else {
      mv.visitInsn(Opcodes.ACONST_NULL);
    }
    if (thrownLocal >= 0) {
      mv.visitVarInsn(Opcodes.ALOAD, thrownLocal);
    } else {
      mv.visitInsn(Opcodes.ACONST_NULL);
    }
    passArguments(rule.exit, false);
    mv.visitMethodInsn(Opcodes.INVOKESTATIC, hook, "exit", EXIT, false);
    if (thrownLocal < 0 && rule.replacesReturned) {
      castTo(returned);
      return;
    }
    mv.visitInsn(Opcodes.POP);
    if (thrownLocal < 0 && passesValue) {
      mv.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), scratch + 1);
    }
  }

  private void passSelf(CallShape shape, boolean atEnter) {
    if (shape.passes(CallShape.SELF)) {
      loadSelf(atEnter);
    } else {
      mv.visitInsn(Opcodes.ACONST_NULL);
    }
  }

  private void passArguments(CallShape shape, boolean atEnter) {
    int count = 0;
    for (int what : shape.passed) {
      if (what >= 0) {
        count++;
      }
    }
    if (count == 0) {
      mv.visitInsn(Opcodes.ACONST_NULL);
      return;
    }
    mv.visitIntInsn(Opcodes.SIPUSH, count);
    mv.visitTypeInsn(Opcodes.ANEWARRAY, "java/lang/Object");
    int next = 0;
    for (int what : shape.passed) {
      if (what >= 0) {
        mv.visitInsn(Opcodes.DUP);
        mv.visitIntInsn(Opcodes.SIPUSH, next++);
        loadArgument(what, atEnter);
        box(arguments[what]);
        mv.visitInsn(Opcodes.AASTORE);
      }
    }
  }

  private void box(Type type) {
    String wrapper;
    switch (type.getSort()) {
      case Type.BOOLEAN:
        wrapper = "java/lang/Boolean";
        break;
      case Type.CHAR:
        wrapper = "java/lang/Character";
        break;
      case Type.BYTE:
        wrapper = "java/lang/Byte";
        break;
      case Type.SHORT:
        wrapper = "java/lang/Short";
        break;
      case Type.INT:
        wrapper = "java/lang/Integer";
        break;
      case Type.FLOAT:
        wrapper = "java/lang/Float";
        break;
      case Type.LONG:
        wrapper = "java/lang/Long";
        break;
      case Type.DOUBLE:
        wrapper = "java/lang/Double";
        break;
      default:
        return;
    }
    mv.visitMethodInsn(
        Opcodes.INVOKESTATIC,
        wrapper,
        "valueOf",
        "(" + type.getDescriptor() + ")L" + wrapper + ";",
        false);
  }
}
