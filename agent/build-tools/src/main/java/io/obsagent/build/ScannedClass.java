package io.obsagent.build;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.Label;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.Type;

/** What a class declares, and what its code refers to; annotations and generics do not count. */
final class ScannedClass extends ClassVisitor {
  String name;
  int access;
  String superName;
  String[] interfaces;

  /** Access flags by name and descriptor. */
  final Map<String, Integer> members = new HashMap<>();

  /** Internal names. */
  final Set<String> types = new TreeSet<>();

  /** By its text, so that the order is always the same. */
  final Map<String, Use> uses = new TreeMap<>();

  private ScannedClass() {
    super(Opcodes.ASM9);
  }

  static ScannedClass of(byte[] bytes) {
    ScannedClass scanned = new ScannedClass();
    new ClassReader(bytes).accept(scanned, ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    return scanned;
  }

  /** A use of a member. */
  static final class Use {
    final boolean isField;
    final boolean isStatic;
    final String owner;
    final String name;
    final String descriptor;

    Use(boolean isField, boolean isStatic, String owner, String name, String descriptor) {
      this.isField = isField;
      this.isStatic = isStatic;
      this.owner = owner;
      this.name = name;
      this.descriptor = descriptor;
    }

    @Override
    public String toString() {
      return owner + "." + name + " " + descriptor + (isStatic ? " static" : "");
    }
  }

  private void type(Type type) {
    switch (type.getSort()) {
      case Type.ARRAY:
        type(type.getElementType());
        break;
      case Type.OBJECT:
        types.add(type.getInternalName());
        break;
      case Type.METHOD:
        descriptor(type.getDescriptor());
        break;
      default:
    }
  }

  private void internalName(String internalName) {
    if (internalName != null) {
      type(Type.getObjectType(internalName));
    }
  }

  private void descriptor(String descriptor) {
    for (Type each : Type.getArgumentTypes(descriptor)) {
      type(each);
    }
    type(Type.getReturnType(descriptor));
  }

  private void use(boolean field, boolean isStatic, String owner, String name, String descriptor) {
    internalName(owner);
    if (field) {
      type(Type.getType(descriptor));
    } else {
      descriptor(descriptor);
    }
    if (!owner.startsWith("[")) {
      Use use = new Use(field, isStatic, owner, name, descriptor);
      uses.put(use.toString(), use);
    }
  }

  private void constant(Object value) {
    if (value instanceof Type) {
      type((Type) value);
    } else if (value instanceof Handle) {
      Handle handle = (Handle) value;
      boolean field = handle.getTag() <= Opcodes.H_PUTSTATIC;
      boolean isStatic =
          handle.getTag() == Opcodes.H_GETSTATIC
              || handle.getTag() == Opcodes.H_PUTSTATIC
              || handle.getTag() == Opcodes.H_INVOKESTATIC;
      use(field, isStatic, handle.getOwner(), handle.getName(), handle.getDesc());
    }
  }

  @Override
  public void visit(
      int version,
      int access,
      String name,
      String signature,
      String superName,
      String[] interfaces) {
    this.name = name;
    this.access = access;
    this.superName = superName;
    this.interfaces = interfaces;
    internalName(superName);
    for (String each : interfaces) {
      internalName(each);
    }
  }

  @Override
  public FieldVisitor visitField(
      int access, String name, String descriptor, String signature, Object value) {
    members.put(name + descriptor, access);
    type(Type.getType(descriptor));
    return null;
  }

  @Override
  public MethodVisitor visitMethod(
      int access, String name, String descriptor, String signature, String[] exceptions) {
    members.put(name + descriptor, access);
    descriptor(descriptor);
    if (exceptions != null) {
      for (String each : exceptions) {
        internalName(each);
      }
    }
    return new Code();
  }

  private final class Code extends MethodVisitor {
    Code() {
      super(Opcodes.ASM9);
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
      internalName(type);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
      type(Type.getType(descriptor));
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
      boolean isStatic = opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC;
      use(true, isStatic, owner, name, descriptor);
    }

    @Override
    public void visitMethodInsn(
        int opcode, String owner, String name, String descriptor, boolean isInterface) {
      use(false, opcode == Opcodes.INVOKESTATIC, owner, name, descriptor);
    }

    @Override
    public void visitLdcInsn(Object value) {
      constant(value);
    }

    @Override
    public void visitInvokeDynamicInsn(
        String name, String descriptor, Handle bootstrap, Object... arguments) {
      descriptor(descriptor);
      constant(bootstrap);
      for (Object each : arguments) {
        constant(each);
      }
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
      internalName(type);
    }
  }
}
