package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.instrumentation.sample.Events;
import io.obsagent.instrumentation.sample.TakeOverAdvice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Random;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Classes no present-day compiler makes. */
class OddClassesTest {
  private static final String NAME = "com.example.Odd";
  private static final String OBJECT = "java/lang/Object";

  @ParameterizedTest
  @ValueSource(ints = {46, 48, 49, 50})
  void keepsSubroutines(int version) throws Exception {
    try (Weaving weaving =
        Weaving.of(targets -> targets.types(NAME).method("run", "(I)I", AnyAdvice.class))) {
      Class<?> type = new ApplicationLoader().with(NAME, withSubroutine(version)).loadClass(NAME);
      Object odd = type.getDeclaredConstructor().newInstance();
      Method run = type.getMethod("run", int.class);

      assertThat(run.invoke(odd, 5)).isEqualTo(2);
      assertThat(Events.take()).containsExactly("[enter, [5], run]", "[exit, 2, [5], null]");
      assertThatThrownBy(() -> run.invoke(odd, 0)).hasCauseInstanceOf(ArithmeticException.class);
      assertThat(Events.take())
          .containsExactly(
              "[enter, [0], run]", "[exit, 0, [0], java.lang.ArithmeticException: / by zero]");
      assertThat(type.getField("finished").getInt(odd)).isEqualTo(2);
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven " + NAME));
    }
  }

  /** {@code try { return 10 / n; } finally { finished++; }} as compilers of 2002 wrote it. */
  private static byte[] withSubroutine(int version) {
    ClassWriter writer = odd(version);
    writer.visitField(Opcodes.ACC_PUBLIC, "finished", "I", null, null).visitEnd();
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "(I)I", null, null);
    Label start = new Label();
    Label end = new Label();
    Label caught = new Label();
    Label last = new Label();
    code.visitTryCatchBlock(start, end, caught, null);
    code.visitCode();
    code.visitLabel(start);
    code.visitIntInsn(Opcodes.BIPUSH, 10);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.IDIV);
    code.visitVarInsn(Opcodes.ISTORE, 2);
    code.visitJumpInsn(Opcodes.JSR, last);
    code.visitVarInsn(Opcodes.ILOAD, 2);
    code.visitInsn(Opcodes.IRETURN);
    code.visitLabel(end);
    code.visitLabel(caught);
    code.visitVarInsn(Opcodes.ASTORE, 3);
    code.visitJumpInsn(Opcodes.JSR, last);
    code.visitVarInsn(Opcodes.ALOAD, 3);
    code.visitInsn(Opcodes.ATHROW);
    code.visitLabel(last);
    code.visitVarInsn(Opcodes.ASTORE, 4);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitInsn(Opcodes.DUP);
    code.visitFieldInsn(Opcodes.GETFIELD, "com/example/Odd", "finished", "I");
    code.visitInsn(Opcodes.ICONST_1);
    code.visitInsn(Opcodes.IADD);
    code.visitFieldInsn(Opcodes.PUTFIELD, "com/example/Odd", "finished", "I");
    code.visitVarInsn(Opcodes.RET, 4);
    code.visitMaxs(3, 5);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  private static ClassWriter odd(int version) {
    ClassWriter writer = new ClassWriter(0);
    writer.visit(
        version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "com/example/Odd", null, OBJECT, null);
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(1, 1);
    constructor.visitEnd();
    return writer;
  }

  /** The method's first instruction has a frame; ours ends right before it. */
  @ParameterizedTest
  @ValueSource(ints = {50, 51, 52, 61})
  void keepsAFrameAtTheStart(int version) throws Exception {
    ClassWriter writer = odd(version);
    String descriptor = "(Ljava/lang/String;)Ljava/lang/String;";
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", descriptor, null, null);
    Label start = new Label();
    code.visitCode();
    code.visitLabel(start);
    code.visitFrame(
        Opcodes.F_NEW, 2, new Object[] {"com/example/Odd", "java/lang/String"}, 0, new Object[0]);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitLdcInsn("x");
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL,
        "java/lang/String",
        "concat",
        "(Ljava/lang/String;)Ljava/lang/String;",
        false);
    code.visitVarInsn(Opcodes.ASTORE, 1);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/lang/String", "length", "()I", false);
    code.visitIntInsn(Opcodes.BIPUSH, 9);
    code.visitJumpInsn(Opcodes.IF_ICMPLT, start);
    code.visitVarInsn(Opcodes.ALOAD, 1);
    code.visitInsn(Opcodes.ARETURN);
    code.visitMaxs(2, 2);
    code.visitEnd();
    writer.visitEnd();
    try (Weaving weaving =
        Weaving.of(
            targets -> targets.types(NAME).method("run", descriptor, TakeOverAdvice.class))) {
      Object odd = new ApplicationLoader().with(NAME, writer.toByteArray()).create(NAME);

      assertThat(odd.getClass().getMethod("run", String.class).invoke(odd, "text"))
          .isEqualTo("text-inxx-out");
      assertThat(Events.take())
          .containsExactly("[enter, text]", "[exit, text-in, text-in, text-inxx, null]");
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven " + NAME));
    }
  }

  @Test
  void weavesAHugeMethodWhoseJumpsMustGrow() throws Exception {
    byte[] huge = withInstructions(52, 32_000);
    try (Weaving weaving =
        Weaving.of(targets -> targets.types(NAME).method("run", "(I)I", AnyAdvice.class))) {
      Object odd = new ApplicationLoader().with(NAME, huge).create(NAME);

      assertThat(odd.getClass().getMethod("run", int.class).invoke(odd, 1)).isEqualTo(1);
      assertThat(Events.take()).containsExactly("[enter, [1], run]", "[exit, 1, [1], null]");
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("woven " + NAME));
    }
  }

  @Test
  void leavesAMethodThatWouldGetTooLarge() throws Exception {
    byte[] full = withInstructions(52, 65_520);
    try (Weaving weaving =
        Weaving.of(targets -> targets.types(NAME).method("run", "(I)I", AnyAdvice.class))) {
      Object odd = new ApplicationLoader().with(NAME, full).create(NAME);

      assertThat(odd.getClass().getMethod("run", int.class).invoke(odd, 1)).isEqualTo(1);
      assertThat(Events.take()).isEmpty();
      assertThat(weaving.report())
          .anyMatch(line -> line.startsWith("left untouched: " + NAME + ", because"));
    }
  }

  /** A jump over {@code count} bytes of code, as far as one can jump, and then the rest. */
  private static byte[] withInstructions(int version, int count) {
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    writer.visit(
        version, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, "com/example/Odd", null, OBJECT, null);
    MethodVisitor constructor = writer.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    constructor.visitCode();
    constructor.visitVarInsn(Opcodes.ALOAD, 0);
    constructor.visitMethodInsn(Opcodes.INVOKESPECIAL, OBJECT, "<init>", "()V", false);
    constructor.visitInsn(Opcodes.RETURN);
    constructor.visitMaxs(0, 0);
    constructor.visitEnd();
    MethodVisitor code = writer.visitMethod(Opcodes.ACC_PUBLIC, "run", "(I)I", null, null);
    Label far = new Label();
    code.visitCode();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFNE, far);
    int beforeJumpTarget = Math.min(count, 32_700);
    for (int i = 0; i < beforeJumpTarget; i++) {
      code.visitInsn(Opcodes.NOP);
      if (i % 1_000 == 999 && count < 40_000) {
        // Each return grows, so that the jump no longer fits its two bytes.
        Label next = new Label();
        code.visitVarInsn(Opcodes.ILOAD, 1);
        code.visitJumpInsn(Opcodes.IFEQ, next);
        code.visitInsn(Opcodes.ICONST_5);
        code.visitInsn(Opcodes.IRETURN);
        code.visitLabel(next);
      }
    }
    code.visitLabel(far);
    for (int i = beforeJumpTarget; i < count; i++) {
      code.visitInsn(Opcodes.NOP);
    }
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitInsn(Opcodes.IRETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
    writer.visitEnd();
    return writer.toByteArray();
  }

  @Test
  void leavesWhatCannotBeParsed() throws Exception {
    byte[] good = withSubroutine(49);
    try (Weaving weaving =
        Weaving.of(targets -> targets.types(NAME).method("run", "(I)I", AnyAdvice.class))) {
      assertThat(weaving.transform("com/example/Odd", good)).isNotNull();
      Random random = new Random(7);
      for (int i = 0; i < 3_000; i++) {
        byte[] broken = good.clone();
        for (int k = random.nextInt(3); k >= 0; k--) {
          broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        if (random.nextBoolean()) {
          broken = Arrays.copyOf(broken, random.nextInt(broken.length));
        }
        weaving.transform("com/example/Odd", broken); // must not throw
      }
      assertThat(weaving.report()).anyMatch(line -> line.startsWith("left untouched: " + NAME));
    }
  }

  @Test
  void leavesVersionsThatAreTooOldOrTooNew() throws Exception {
    try (Weaving weaving =
        Weaving.of(targets -> targets.types(NAME).method("run", "(I)I", AnyAdvice.class))) {
      assertThat(weaving.transform("com/example/Odd", withSubroutine(44))).isNull();
      byte[] future = withSubroutine(49);
      future[7] = 120;
      assertThat(weaving.transform("com/example/Odd", future)).isNull();
      assertThat(weaving.report())
          .anyMatch(line -> line.contains(NAME) && line.contains("version 44"))
          .anyMatch(line -> line.contains(NAME) && line.contains("version 120"));
    }
  }

  @Test
  void aStaticMethodIsNotWovenWhenTheAdviceWantsItsObject() throws Exception {
    try (Weaving weaving =
        Weaving.of(
            targets ->
                targets
                    .types("com.example.library.Cases")
                    .method(
                        "staticLoop",
                        "(I)I",
                        io.obsagent.instrumentation.sample.ReturnsOnlyAdvice.class))) {
      Object cases = new ApplicationLoader().create("com.example.library.Cases");
      assertThat(cases.getClass().getMethod("staticLoop", int.class).invoke(null, 3)).isEqualTo(0);
      assertThat(Events.take()).isEmpty();
      assertThat(weaving.report()).anyMatch(line -> line.contains("because it is static"));
    } catch (InvocationTargetException unexpected) {
      throw new AssertionError(unexpected.getCause());
    }
  }
}
