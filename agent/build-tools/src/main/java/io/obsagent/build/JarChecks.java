package io.obsagent.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.FieldVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;

/** What must never be in the JAR; every finding is reported, not only the first. */
final class JarChecks {
  private static final int JAVA_8 = 52;

  private final List<String> findings = new ArrayList<>();

  /**
   * Checks the classes in their final form.
   *
   * @throws JarRejected listing all findings
   */
  static void check(JarRules rules, JarContents contents, ClassRewriter rewriter) {
    JarChecks checks = new JarChecks();
    contents.classes.forEach((name, bytes) -> checks.checkClass(rules, name, bytes));
    checks.checkReplacements(contents, rewriter.usedMembersOfReplacements);
    checks.reject();
  }

  /**
   * Checks every file of the finished JAR for words that only this machine knows.
   *
   * @throws JarRejected listing all files with such a word
   */
  static void checkNoMachinePath(Map<String, byte[]> files, List<String> words) {
    JarChecks checks = new JarChecks();
    files.forEach(
        (path, bytes) -> {
          String text = new String(bytes, StandardCharsets.ISO_8859_1);
          for (String word : words) {
            if (text.contains(
                new String(word.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1))) {
              checks.findings.add(path + " contains a path of this machine: " + word);
            }
          }
        });
    checks.reject();
  }

  private void checkClass(JarRules rules, String name, byte[] bytes) {
    int version = (bytes[6] & 0xFF) << 8 | (bytes[7] & 0xFF);
    if (version > JAVA_8 && !rules.mayBeNewer(name)) {
      findings.add(name + " needs Java " + (version - 44) + " and no rule allows it");
    }
    for (String text : ConstantPool.of(bytes).texts) {
      if (!rules.isSpared(name)
          && (text.contains("java/util/logging") || text.contains("java.util.logging."))) {
        findings.add(name + " refers to java.util.logging");
      }
      if (text.contains("sun/misc/Unsafe") || text.contains("sun.misc.Unsafe")) {
        findings.add(name + " refers to sun.misc.Unsafe");
      }
    }
  }

  /** A renamed reference that the replacing class does not answer would fail at a user's only. */
  private void checkReplacements(JarContents contents, Set<String> used) {
    Set<String> declared = new HashSet<>();
    for (String member : used) {
      String owner = member.substring(0, member.indexOf('.'));
      byte[] bytes = contents.classes.get(owner);
      if (bytes != null) {
        new ClassReader(bytes).accept(new MemberCollector(owner, declared), ClassReader.SKIP_CODE);
      }
    }
    for (String member : used) {
      if (!declared.contains(member)) {
        findings.add("no such member in the replacing class: " + member);
      }
    }
  }

  private void reject() {
    if (!findings.isEmpty()) {
      throw new JarRejected(String.join(System.lineSeparator(), new java.util.TreeSet<>(findings)));
    }
  }

  private static final class MemberCollector extends ClassVisitor {
    private final String owner;
    private final Set<String> declared;

    MemberCollector(String owner, Set<String> declared) {
      super(Opcodes.ASM9);
      this.owner = owner;
      this.declared = declared;
    }

    @Override
    public FieldVisitor visitField(
        int access, String name, String descriptor, String signature, Object value) {
      declared.add(owner + "." + name + " " + descriptor);
      return null;
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      declared.add(owner + "." + name + " " + descriptor);
      return null;
    }
  }
}
