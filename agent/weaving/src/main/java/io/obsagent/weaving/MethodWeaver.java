package io.obsagent.weaving;

import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/**
 * Weaves one method: a call of enter before its code, a call of exit before each return, and a
 * handler around all of its code (not around the calls of exit) that calls exit and throws the same
 * object again.
 *
 * <pre>
 *   state = enter(...); [argument = state]; backups = arguments that exit needs
 *   try { ...code...; exit(value, null, state, ...); return value }
 *   catch (Throwable t) { exit(0, t, state, ...); throw t }
 * </pre>
 *
 * <p>Our locals lie above the method's own, so its code keeps its numbers; each frame of the code
 * gets them appended. The handler's frame knows nothing of the method's locals.
 */
abstract class MethodWeaver extends MethodVisitor {
  static final Type OBJECT = Type.getObjectType("java/lang/Object");

  /** Room for boxing, a constant default and the duplicate of a returned value. */
  private static final int SPARE_STACK = 10;

  private final String className;
  final boolean isStatic;
  final Type[] arguments;
  final Type returned;
  final MethodRule rule;
  private final int version;
  private final int ownLocals;

  /** First of our local variables, or -1. */
  private int state = -1;

  private int self = -1;

  /** By argument: its slot in the method, and that of our copy or -1. */
  private final int[] argumentSlots;

  private final int[] backups;

  /** First slot after those that frames of the body know; used within a straight line only. */
  final int scratch;

  /** What frames of the body append. */
  private final List<Object> frameOfOurs = new ArrayList<>();

  private final List<Label> rangeStarts = new ArrayList<>();
  private final List<Label> rangeEnds = new ArrayList<>();

  MethodWeaver(
      MethodVisitor next,
      String className,
      boolean isStatic,
      String descriptor,
      int version,
      Weaver.Target target) {
    super(Opcodes.ASM9, next);
    this.className = className;
    this.isStatic = isStatic;
    this.version = version;
    rule = target.rule;
    ownLocals = target.maxLocals;
    arguments = Type.getArgumentTypes(descriptor);
    returned = Type.getReturnType(descriptor);
    argumentSlots = new int[arguments.length];
    backups = new int[arguments.length];
    int slot = isStatic ? 0 : 1;
    for (int i = 0; i < arguments.length; i++) {
      argumentSlots[i] = slot;
      slot += arguments[i].getSize();
    }
    scratch = layOutLocals();
  }

  private int layOutLocals() {
    int local = ownLocals;
    if (rule.enter != null && !rule.enter.returnsVoid()) {
      state = local++;
      frameOfOurs.add("java/lang/Object");
    }
    if (rule.exit != null && rule.exit.passes(CallShape.SELF)) {
      self = local++;
      frameOfOurs.add("java/lang/Object");
    }
    for (int i = 0; i < arguments.length; i++) {
      backups[i] = -1;
      if (rule.exit != null && rule.exit.passes(i)) {
        backups[i] = local;
        local += arguments[i].getSize();
        frameOfOurs.add(frameType(arguments[i]));
      }
    }
    return local;
  }

  /** Every reference is an Object to a frame: copies of them are only passed on. */
  private static Object frameType(Type type) {
    switch (type.getSort()) {
      case Type.FLOAT:
        return Opcodes.FLOAT;
      case Type.LONG:
        return Opcodes.LONG;
      case Type.DOUBLE:
        return Opcodes.DOUBLE;
      case Type.OBJECT:
      case Type.ARRAY:
        return "java/lang/Object";
      default:
        return Opcodes.INTEGER;
    }
  }

  /** Emits the call of enter; leaves an Object on the stack unless the shape returns void. */
  abstract void callEnter();

  /**
   * Emits the call of exit before a return: the value is on the stack before and after.
   *
   * @param thrownLocal -1, or where the exception lies: then there is no value before or after
   */
  abstract void callExit(int thrownLocal);

  final boolean hasFrames() {
    return version >= Opcodes.V1_6;
  }

  final void loadState() {
    if (state < 0) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, state);
    }
  }

  final void loadSelf(boolean atEnter) {
    if (isStatic) {
      mv.visitInsn(Opcodes.ACONST_NULL);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, atEnter ? 0 : self);
    }
  }

  final void loadArgument(int index, boolean atEnter) {
    mv.visitVarInsn(
        arguments[index].getOpcode(Opcodes.ILOAD), atEnter ? argumentSlots[index] : backups[index]);
  }

  /** The zero of the method's return type. */
  final void pushDefault() {
    switch (returned.getSort()) {
      case Type.FLOAT:
        mv.visitInsn(Opcodes.FCONST_0);
        break;
      case Type.LONG:
        mv.visitInsn(Opcodes.LCONST_0);
        break;
      case Type.DOUBLE:
        mv.visitInsn(Opcodes.DCONST_0);
        break;
      case Type.OBJECT:
      case Type.ARRAY:
      case Type.VOID:
        mv.visitInsn(Opcodes.ACONST_NULL);
        break;
      default:
        mv.visitInsn(Opcodes.ICONST_0);
    }
  }

  final void castTo(Type type) {
    if (!type.equals(OBJECT)) {
      mv.visitTypeInsn(Opcodes.CHECKCAST, type.getInternalName());
    }
  }

  @Override
  public final void visitCode() {
    super.visitCode();
    if (rule.enter != null) {
      callEnter();
      if (state >= 0) {
        mv.visitVarInsn(Opcodes.ASTORE, state);
      }
      for (int i = 0; i < rule.assignedArguments.length; i++) {
        assign(rule.assignedArguments[i], rule.assignedFrom[i]);
      }
    }
    if (self >= 0) {
      loadSelf(true);
      mv.visitVarInsn(Opcodes.ASTORE, self);
    }
    for (int i = 0; i < backups.length; i++) {
      if (backups[i] >= 0) {
        loadArgument(i, true);
        mv.visitVarInsn(arguments[i].getOpcode(Opcodes.ISTORE), backups[i]);
      }
    }
    startRange();
  }

  /** Replaces an argument by what enter returned, or an element of it, unless it returned null. */
  private void assign(int argument, int arrayIndex) {
    Label keep = new Label();
    mv.visitVarInsn(Opcodes.ALOAD, state);
    mv.visitJumpInsn(Opcodes.IFNULL, keep);
    if (arrayIndex >= 0) {
      pushElement(arrayIndex);
    } else {
      mv.visitVarInsn(Opcodes.ALOAD, state);
    }
    castTo(arguments[argument]);
    mv.visitVarInsn(Opcodes.ASTORE, argumentSlots[argument]);
    mv.visitLabel(keep);
    if (hasFrames()) {
      visitEntryFrame();
    }
    // The method's own first instruction may have a frame too, and one place can have only one.
    mv.visitInsn(Opcodes.NOP);
  }

  private void pushElement(int arrayIndex) {
    mv.visitVarInsn(Opcodes.ALOAD, state);
    mv.visitTypeInsn(Opcodes.CHECKCAST, "[Ljava/lang/Object;");
    mv.visitIntInsn(Opcodes.BIPUSH, arrayIndex);
    mv.visitInsn(Opcodes.AALOAD);
  }

  /** Parameters as the caller left them, and the state. */
  private void visitEntryFrame() {
    List<Object> locals = new ArrayList<>();
    int slots = 0;
    if (!isStatic) {
      locals.add(className);
      slots++;
    }
    for (Type argument : arguments) {
      locals.add(
          argument.getSort() >= Type.ARRAY ? argument.getInternalName() : frameType(argument));
      slots += argument.getSize();
    }
    for (; slots < ownLocals; slots++) {
      locals.add(Opcodes.TOP);
    }
    locals.add("java/lang/Object");
    mv.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), 0, new Object[0]);
  }

  private void startRange() {
    Label start = new Label();
    mv.visitLabel(start);
    rangeStarts.add(start);
  }

  private void endRange() {
    Label end = new Label();
    mv.visitLabel(end);
    rangeEnds.add(end);
  }

  @Override
  public final void visitInsn(int opcode) {
    if (opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN && rule.exit != null) {
      endRange();
      callExit(-1);
      super.visitInsn(opcode);
      startRange();
    } else {
      super.visitInsn(opcode);
    }
  }

  @Override
  public final void visitFrame(
      int type, int numLocal, Object[] local, int numStack, Object[] stack) {
    List<Object> locals = new ArrayList<>(numLocal + frameOfOurs.size() + 4);
    int slots = 0;
    for (int i = 0; i < numLocal; i++) {
      locals.add(local[i]);
      slots += Opcodes.LONG.equals(local[i]) || Opcodes.DOUBLE.equals(local[i]) ? 2 : 1;
    }
    for (; slots < ownLocals; slots++) {
      locals.add(Opcodes.TOP);
    }
    locals.addAll(frameOfOurs);
    super.visitFrame(Opcodes.F_NEW, locals.size(), locals.toArray(), numStack, stack);
  }

  @Override
  public final void visitMaxs(int maxStack, int maxLocals) {
    if (rule.exit != null && rule.exitOnThrowable) {
      endRange();
      visitHandler();
    }
    int passed =
        2
            * Math.max(
                rule.enter == null ? 0 : rule.enter.passed.length,
                rule.exit == null ? 0 : rule.exit.passed.length);
    super.visitMaxs(maxStack + passed + SPARE_STACK, scratch + 3);
  }

  private void visitHandler() {
    Label handler = new Label();
    for (int i = 0; i < rangeStarts.size(); i++) {
      Label start = rangeStarts.get(i);
      Label end = rangeEnds.get(i);
      if (start.getOffset() < end.getOffset()) {
        mv.visitTryCatchBlock(start, end, handler, null);
      }
    }
    mv.visitLabel(handler);
    if (hasFrames()) {
      List<Object> locals = new ArrayList<>();
      for (int i = 0; i < ownLocals; i++) {
        locals.add(Opcodes.TOP);
      }
      locals.addAll(frameOfOurs);
      mv.visitFrame(
          Opcodes.F_NEW, locals.size(), locals.toArray(), 1, new Object[] {"java/lang/Throwable"});
    }
    mv.visitVarInsn(Opcodes.ASTORE, scratch);
    callExit(scratch);
    mv.visitVarInsn(Opcodes.ALOAD, scratch);
    mv.visitInsn(Opcodes.ATHROW);
  }
}
