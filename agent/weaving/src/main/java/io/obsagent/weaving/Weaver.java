package io.obsagent.weaving;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/**
 * Writes a class again with woven methods and added fields; every method that is not woven is
 * copied byte for byte. It applies one rule per method: who has several for one method weaves
 * several times.
 */
final class Weaver extends ClassVisitor {
  private final String hook;
  private final int weaving;
  private final Map<String, Target> targets;
  private final Set<String> fields;
  private int version;
  private String className;

  private Weaver(
      ClassVisitor next,
      String hook,
      int weaving,
      Map<String, Target> targets,
      Set<String> fields) {
    super(Opcodes.ASM9, next);
    this.hook = hook;
    this.weaving = weaving;
    this.targets = targets;
    this.fields = fields;
  }

  /** A rule and what the woven code of one method must know besides. */
  static final class Target {
    final MethodRule rule;

    /** Local variable slots of the method as it is. */
    final int maxLocals;

    /** A site of {@link OldSites} for class files below 51; unused by others. */
    final int site;

    Target(MethodRule rule, int maxLocals, int site) {
      this.rule = rule;
      this.maxLocals = maxLocals;
      this.site = site;
    }
  }

  /**
   * @param hook internal name of the hook
   * @param weaving number of the {@link Linker}
   * @param targets by method name and descriptor, in one string
   * @param fields names of the fields to add where the class has none of that name
   * @throws RuntimeException when the class file cannot be read, or would get too large
   */
  static byte[] weave(
      byte[] classFile, String hook, int weaving, Map<String, Target> targets, Set<String> fields) {
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(
        new Weaver(writer, hook, weaving, new HashMap<>(targets), new TreeSet<>(fields)),
        ClassReader.EXPAND_FRAMES);
    return writer.toByteArray();
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    this.version = version & 0xFFFF;
    className = name;
    super.visit(version, access, name, signature, superName, interfaces);
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    fields.remove(name);
    return super.visitField(access, name, descriptor, signature, value);
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
    int unwoven = Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE;
    Target target = (access & unwoven) != 0 ? null : targets.remove(name.concat(descriptor));
    if (target == null) {
      return next;
    }
    boolean isStatic = (access & Opcodes.ACC_STATIC) != 0;
    return version >= Opcodes.V1_7
        ? new IndyMethodWeaver(
            next, className, isStatic, descriptor, version, target, hook, weaving)
        : new OldMethodWeaver(next, className, isStatic, descriptor, version, target, hook);
  }

  @Override
  public void visitEnd() {
    for (String field : fields) {
      super.visitField(
              Opcodes.ACC_PRIVATE | Opcodes.ACC_TRANSIENT | Opcodes.ACC_SYNTHETIC,
              field,
              "Ljava/lang/Object;",
              null,
              null)
          .visitEnd();
    }
    super.visitEnd();
  }
}
