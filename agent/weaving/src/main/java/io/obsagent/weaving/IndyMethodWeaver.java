package io.obsagent.weaving;

import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** Class files from 51 on: each call is an {@code invokedynamic}. */
final class IndyMethodWeaver extends MethodWeaver {
  private final Handle bootstrap;
  private final Object[] constants;

  IndyMethodWeaver(
      MethodVisitor next,
      String className,
      boolean isStatic,
      String descriptor,
      int version,
      Weaver.Target target,
      String hook,
      int weaving) {
    super(next, className, isStatic, descriptor, version, target);
    bootstrap =
        new Handle(
            Opcodes.H_INVOKESTATIC,
            hook,
            "link",
            Linker.LINK_TYPE.toMethodDescriptorString(),
            false);
    constants = new Object[] {weaving, rule.advice};
  }

  @Override
  void callEnter() {
    pass(rule.enter, true, -1);
    mv.visitInvokeDynamicInsn("enter", rule.enter.descriptor, bootstrap, constants);
  }

  @Override
  void callExit(int thrownLocal) {
    boolean returning = thrownLocal < 0;
    if (returning && rule.exit.passes(CallShape.RETURNED) && !rule.replacesReturned) {
      if (returned.getSize() > 0) {
        mv.visitInsn(returned.getSize() == 2 ? Opcodes.DUP2 : Opcodes.DUP);
      }
    }
    pass(rule.exit, false, thrownLocal);
    mv.visitInvokeDynamicInsn("exit", rule.exit.descriptor, bootstrap, constants);
    if (rule.replacesReturned) {
      if (returning) {
        castTo(returned);
      } else {
        mv.visitInsn(Opcodes.POP);
      }
    }
  }

  /** The returned value comes first of all that is passed, since it lies on the stack already. */
  private void pass(CallShape shape, boolean atEnter, int thrownLocal) {
    for (int what : shape.passed) {
      switch (what) {
        case CallShape.SELF:
          loadSelf(atEnter);
          break;
        case CallShape.ORIGIN:
          mv.visitLdcInsn(rule.name);
          break;
        case CallShape.RETURNED:
          if (thrownLocal >= 0 || returned.getSize() == 0) {
            pushDefault();
          }
          break;
        case CallShape.THROWN:
          if (thrownLocal >= 0) {
            mv.visitVarInsn(Opcodes.ALOAD, thrownLocal);
          } else {
            mv.visitInsn(Opcodes.ACONST_NULL);
          }
          break;
        case CallShape.STATE:
          loadState();
          break;
        default:
          loadArgument(what, atEnter);
      }
    }
  }
}
