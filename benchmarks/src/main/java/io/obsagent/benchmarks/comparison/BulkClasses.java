package io.obsagent.benchmarks.comparison;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Stands for a large application: a JAR of many classes of ordinary size (some 3 KB: fields with
 * getters and setters, texts, a few methods with branches and calls, one superclass in ten), and a
 * resource that lists them.
 */
final class BulkClasses {
  static final String LIST = "bulk.list";
  static final String PACKAGE = "com.example.bulk.";

  private static final int FIELDS = 8;
  private static final int METHODS = 6;
  private static final int PER_PACKAGE = 100;

  private BulkClasses() {}

  static Path write(Path jar, int classes) throws IOException {
    StringBuilder list = new StringBuilder();
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      for (int i = 0; i < classes; i++) {
        String name = name(i);
        out.putNextEntry(new JarEntry(name + ".class"));
        out.write(bytes(i));
        out.closeEntry();
        list.append(name.replace('/', '.')).append('\n');
      }
      out.putNextEntry(new JarEntry(LIST));
      out.write(list.toString().getBytes(StandardCharsets.UTF_8));
      out.closeEntry();
    }
    return jar;
  }

  private static String name(int i) {
    return PACKAGE.replace('.', '/') + "p" + i / PER_PACKAGE + "/OrderLine" + i;
  }

  private static byte[] bytes(int i) {
    ClassWriter type = new ClassWriter(ClassWriter.COMPUTE_MAXS);
    // The first of ten is what the other nine extend.
    String base = i % 10 == 0 ? "java/lang/Object" : name(i - i % 10);
    type.visit(
        Opcodes.V1_8, Opcodes.ACC_PUBLIC | Opcodes.ACC_SUPER, name(i), null, base, new String[0]);
    type.visitSource("OrderLine" + i + ".java", null);
    for (int field = 0; field < FIELDS; field++) {
      accessors(type, i, "amount" + i + "of" + field, field % 2 == 0);
    }
    constructor(type, base);
    for (int method = 0; method < METHODS; method++) {
      describe(type, i, method);
    }
    type.visitEnd();
    return type.toByteArray();
  }

  private static void constructor(ClassWriter type, String base) {
    MethodVisitor code = type.visitMethod(Opcodes.ACC_PUBLIC, "<init>", "()V", null, null);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitMethodInsn(Opcodes.INVOKESPECIAL, base, "<init>", "()V", false);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }

  private static void accessors(ClassWriter type, int i, String field, boolean text) {
    String descriptor = text ? "Ljava/lang/String;" : "I";
    type.visitField(Opcodes.ACC_PRIVATE, field, descriptor, null, null).visitEnd();
    MethodVisitor get =
        type.visitMethod(Opcodes.ACC_PUBLIC, "get" + field, "()" + descriptor, null, null);
    get.visitVarInsn(Opcodes.ALOAD, 0);
    get.visitFieldInsn(Opcodes.GETFIELD, name(i), field, descriptor);
    get.visitInsn(text ? Opcodes.ARETURN : Opcodes.IRETURN);
    get.visitMaxs(0, 0);
    get.visitEnd();
    MethodVisitor set =
        type.visitMethod(Opcodes.ACC_PUBLIC, "set" + field, "(" + descriptor + ")V", null, null);
    set.visitVarInsn(Opcodes.ALOAD, 0);
    set.visitVarInsn(text ? Opcodes.ALOAD : Opcodes.ILOAD, 1);
    set.visitFieldInsn(Opcodes.PUTFIELD, name(i), field, descriptor);
    set.visitInsn(Opcodes.RETURN);
    set.visitMaxs(0, 0);
    set.visitEnd();
  }

  /** {@code if (count > 0) text.append("…").append(count);}, so that there is a frame to verify. */
  private static void describe(ClassWriter type, int i, int method) {
    String builder = "java/lang/StringBuilder";
    MethodVisitor code =
        type.visitMethod(
            Opcodes.ACC_PUBLIC | Opcodes.ACC_STATIC,
            "describe" + method,
            "(L" + builder + ";I)V",
            null,
            null);
    Label none = new Label();
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitJumpInsn(Opcodes.IFLE, none);
    code.visitVarInsn(Opcodes.ALOAD, 0);
    code.visitLdcInsn("line " + i + " says for the " + method + "th time: ");
    code.visitMethodInsn(
        Opcodes.INVOKEVIRTUAL, builder, "append", "(Ljava/lang/String;)L" + builder + ";", false);
    code.visitVarInsn(Opcodes.ILOAD, 1);
    code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, builder, "append", "(I)L" + builder + ";", false);
    code.visitInsn(Opcodes.POP);
    code.visitLabel(none);
    code.visitFrame(Opcodes.F_SAME, 0, null, 0, null);
    code.visitInsn(Opcodes.RETURN);
    code.visitMaxs(0, 0);
    code.visitEnd();
  }
}
