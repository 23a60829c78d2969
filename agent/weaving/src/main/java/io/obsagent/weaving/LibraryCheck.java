package io.obsagent.weaving;

import io.obsagent.weaving.InstrumentationPlan.Reference;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;

/**
 * The safety check: is what the advice uses of a library there, in the shape it was compiled
 * against? Answered from class-file resources, so that no class loads earlier than it would have;
 * where a loader hides its resources the answer is yes, and a missing member shows when the advice
 * runs, is caught and counted there.
 */
final class LibraryCheck {
  private static final String OBJECT_METHODS =
      " getClass hashCode equals toString notify notifyAll wait clone finalize ";

  private final ClassLoader application;
  private final Map<String, ClassFile> files = new HashMap<>();

  private LibraryCheck(ClassLoader application) {
    this.application = application;
  }

  /** One sentence, or null when all is as expected. */
  static String difference(InstrumentationPlan instrumentation, ClassLoader application) {
    LibraryCheck check = new LibraryCheck(application);
    for (Reference reference : instrumentation.references) {
      if (!check.holds(reference)) {
        return reference.kind == Reference.ABSENT
            ? "the library is another one: it has " + reference
            : "the library has no " + reference;
      }
    }
    return null;
  }

  private boolean holds(Reference reference) {
    if (reference.kind == Reference.TYPE) {
      return isThere(reference.owner);
    }
    if (reference.kind == Reference.ABSENT) {
      return !isThere(reference.owner);
    }
    return declares(reference.owner, reference, 0);
  }

  /** Whether the type or one above it has the member; yes when the chain cannot be followed. */
  private boolean declares(String type, Reference member, int depth) {
    if (type == null || depth > 100) {
      return false;
    }
    if (type.equals("java/lang/Object")) {
      return member.kind == Reference.METHOD
          && OBJECT_METHODS.contains(" " + member.name + " ")
          && !member.isStatic;
    }
    if (IgnoredTypes.isJdk(type)) {
      return true;
    }
    ClassFile file = file(type);
    if (file == null) {
      return true;
    }
    if (declares(file, member)) {
      return true;
    }
    for (String each : file.interfaces()) {
      if (declares(each, member, depth + 1)) {
        return true;
      }
    }
    return declares(file.superName(), member, depth + 1);
  }

  private static boolean declares(ClassFile file, Reference member) {
    if (member.kind == Reference.FIELD) {
      file.rewindToFields();
    } else {
      file.rewindToMethods();
    }
    while (file.nextMember()) {
      if (file.memberName().equals(member.name)
          && file.memberDescriptor().equals(member.descriptor)) {
        return Modifier.isStatic(file.memberAccess()) == member.isStatic
            && !Modifier.isPrivate(file.memberAccess());
      }
    }
    return false;
  }

  private ClassFile file(String type) {
    ClassFile file = files.get(type);
    if (file == null && !files.containsKey(type)) {
      try {
        byte[] bytes = TypeHierarchy.resource(application, type);
        file = bytes == null ? null : new ClassFile(bytes);
      } catch (IOException | RuntimeException unreadable) {
        file = null;
      }
      files.put(type, file);
    }
    return file;
  }

  private boolean isThere(String type) {
    return file(type) != null || isVisible(type);
  }

  private boolean isVisible(String type) {
    try {
      Class.forName(type.replace('/', '.'), false, application);
      return true;
    } catch (ClassNotFoundException | LinkageError missing) {
      return false;
    }
  }
}
