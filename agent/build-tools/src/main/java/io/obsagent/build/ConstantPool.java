package io.obsagent.build;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.bytebuddy.jar.asm.ClassReader;

/** What a class file's constants say: the classes it can come to need, and every text in it. */
final class ConstantPool {
  private static final int UTF8 = 1;
  private static final int CLASS = 7;
  private static final int STRING = 8;
  private static final int NAME_AND_TYPE = 12;
  private static final int METHOD_TYPE = 16;

  private static final Pattern TYPE_IN_DESCRIPTOR = Pattern.compile("L([^;<>()]+);");

  /** Internal names of classes the code names, directly, in a descriptor or in a string. */
  final Set<String> classes = new LinkedHashSet<>();

  /** Every UTF-8 constant. */
  final List<String> texts = new ArrayList<>();

  private ConstantPool() {}

  static ConstantPool of(byte[] classFile) {
    ConstantPool pool = new ConstantPool();
    ClassReader reader = new ClassReader(classFile);
    char[] buffer = new char[Math.max(reader.getMaxStringLength(), 0xFFFF)];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int offset = reader.getItem(i);
      if (offset == 0) {
        continue; // the second slot of a long or double
      }
      int tag = classFile[offset - 1];
      switch (tag) {
        case CLASS -> pool.type(reader.readUTF8(offset, buffer));
        case STRING -> pool.classes.add(reader.readUTF8(offset, buffer).replace('.', '/'));
        case NAME_AND_TYPE -> pool.descriptor(reader.readUTF8(offset + 2, buffer));
        case METHOD_TYPE -> pool.descriptor(reader.readUTF8(offset, buffer));
        case UTF8 -> pool.text(utf8(classFile, offset));
        default -> {}
      }
    }
    return pool;
  }

  private static String utf8(byte[] classFile, int offset) {
    int length = (classFile[offset] & 0xFF) << 8 | (classFile[offset + 1] & 0xFF);
    return new String(classFile, offset + 2, length, StandardCharsets.ISO_8859_1);
  }

  /** Descriptors of declared fields and methods are plain texts; reflection resolves them all. */
  private void text(String text) {
    texts.add(text);
    if (text.startsWith("(") || (text.endsWith(";") && text.indexOf(' ') < 0)) {
      descriptor(text);
    }
  }

  private void type(String name) {
    if (name.startsWith("[")) {
      descriptor(name);
    } else {
      classes.add(name);
    }
  }

  private void descriptor(String descriptor) {
    Matcher matcher = TYPE_IN_DESCRIPTOR.matcher(descriptor);
    while (matcher.find()) {
      classes.add(matcher.group(1));
    }
  }
}
