package io.obsagent.build;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.jar.asm.TypePath;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.SimpleRemapper;

/**
 * Brings one class into the form it has inside the agent JAR: names replaced as the rules say, and
 * everything gone that nobody reads there: Kotlin's metadata, annotations, generic signatures,
 * local variable names and the names of inner classes that are only mentioned. Line numbers stay,
 * for the stack trace that a user will send us.
 */
final class ClassRewriter {
  /** Asked of every rewritten class; ASM checks nothing beyond it. */
  private static final int API = Opcodes.ASM9;

  private final Map<String, String> renames;
  private final Set<String> answersNull;
  private final JarRules rules;

  /** Members of the replacing classes that rewritten code uses: {@code owner.name descriptor}. */
  final Set<String> usedMembersOfReplacements = new LinkedHashSet<>();

  ClassRewriter(JarRules rules) {
    this.rules = rules;
    this.renames = rules.renames;
    this.answersNull = rules.answersNull;
  }

  byte[] rewrite(byte[] original) {
    ClassReader reader = new ClassReader(original);
    // A writer of its own constant pool: what is not used any more must not stay in it.
    ClassWriter writer = new ClassWriter(0);
    Slimmer slimmer = new Slimmer(writer, reader.getClassName());
    reader.accept(
        rules.isSpared(reader.getClassName())
            ? slimmer
            : new ClassRemapper(slimmer, new SimpleRemapper(API, renames)),
        0);
    return writer.toByteArray();
  }

  private static boolean keepsAnnotation(String descriptor) {
    return descriptor.startsWith("Ljava/") || descriptor.startsWith("Lio/obsagent/");
  }

  private final class Slimmer extends ClassVisitor {
    private final String className;

    Slimmer(ClassVisitor next, String className) {
      super(API, next);
      this.className = className;
    }

    @Override
    public void visit(
        int version,
        int access,
        String name,
        String signature,
        String parent,
        String[] interfaces) {
      super.visit(version, access, name, null, parent, interfaces);
    }

    @Override
    public void visitSource(String source, String debug) {
      super.visitSource(source, null);
    }

    @Override
    public void visitInnerClass(String name, String outerName, String innerName, int access) {
      if (name.equals(className) || className.equals(outerName)) {
        super.visitInnerClass(name, outerName, innerName, access);
      }
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return keepsAnnotation(descriptor) ? super.visitAnnotation(descriptor, visible) : null;
    }

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int typeRef, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      return new FieldVisitor(API, super.visitField(access, name, descriptor, null, value)) {
        @Override
        public AnnotationVisitor visitAnnotation(String type, boolean visible) {
          return keepsAnnotation(type) ? super.visitAnnotation(type, visible) : null;
        }

        @Override
        public AnnotationVisitor visitTypeAnnotation(
            int typeRef, TypePath path, String type, boolean visible) {
          return null;
        }
      };
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, null, exceptions);
      if (answersNull.contains(className + "." + name)) {
        next.visitCode();
        next.visitInsn(Opcodes.ACONST_NULL);
        next.visitInsn(Opcodes.ARETURN);
        next.visitMaxs(1, Type.getArgumentsAndReturnSizes(descriptor) >> 2);
        next.visitEnd();
        return null;
      }
      return new SlimMethod(next);
    }
  }

  private final class SlimMethod extends MethodVisitor {
    SlimMethod(MethodVisitor next) {
      super(API, next);
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      note(owner, name, descriptor);
      super.visitFieldInsn(opcode, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      note(owner, name, descriptor);
      super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
    }

    private void note(String owner, String name, String descriptor) {
      if (renames.containsValue(owner)) {
        usedMembersOfReplacements.add(owner + "." + name + " " + descriptor);
      }
    }

    @Override
    public void visitParameter(String name, int access) {}

    @Override
    public void visitLocalVariable(
        String name, String descriptor, String signature, Label start, Label end, int index) {}

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
      return keepsAnnotation(descriptor) ? super.visitAnnotation(descriptor, visible) : null;
    }

    @Override
    public AnnotationVisitor visitParameterAnnotation(
        int parameter, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public void visitAnnotableParameterCount(int count, boolean visible) {}

    @Override
    public AnnotationVisitor visitTypeAnnotation(
        int typeRef, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitInsnAnnotation(
        int typeRef, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitTryCatchAnnotation(
        int typeRef, TypePath path, String descriptor, boolean visible) {
      return null;
    }

    @Override
    public AnnotationVisitor visitLocalVariableAnnotation(
        int typeRef,
        TypePath path,
        Label[] start,
        Label[] end,
        int[] index,
        String descriptor,
        boolean visible) {
      return null;
    }
  }
}
