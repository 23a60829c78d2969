package io.obsagent.build;

import io.obsagent.build.DescribedTargets.Described;
import io.obsagent.build.DescribedTargets.DescribedMethod;
import io.obsagent.build.DescribedTargets.Reach;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URLClassLoader;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/** What one instrumentation finds in one version of a library, as Byte Buddy reads its classes. */
final class LibraryMethods {
  /** {@code type.method(…)…} as the target names them, where at least one class declares it. */
  final Set<String> found = new TreeSet<>();

  /** Methods of a woven class's superclass that the target wants and no target weaves there. */
  final Set<String> missed = new TreeSet<>();

  private final List<Described> targets;

  private LibraryMethods(List<Described> targets) {
    this.targets = targets;
  }

  /** Reads each class of the first JAR of {@code library}. */
  static LibraryMethods of(List<Described> targets, URLClassLoader library) throws IOException {
    LibraryMethods methods = new LibraryMethods(targets);
    TypePool types =
        new TypePool.Default(
            new TypePool.CacheProvider.Simple(),
            ClassFileLocator.ForClassLoader.of(library),
            TypePool.Default.ReaderMode.FAST);
    try (JarFile jar = new JarFile(new File(library.getURLs()[0].toURI()))) {
      for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
        String name = entries.nextElement().getName();
        if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info.")) {
          methods.look(types, name.substring(0, name.length() - 6).replace('/', '.'));
        }
      }
    } catch (URISyntaxException impossible) {
      throw new IOException(impossible);
    }
    return methods;
  }

  private void look(TypePool types, String name) {
    try {
      TypeDescription type = types.describe(name).resolve();
      if (type.isInterface()) {
        return;
      }
      for (Described target : targets) {
        for (String typeName : target.typeNames) {
          if (reaches(target.reach, typeName, type) && !isExcluded(target, name)) {
            find(target, typeName, type);
          }
        }
      }
    } catch (TypePool.Resolution.NoSuchTypeException optional) {
      // Below a type of a library that is not there: nobody without it can load this class.
    }
  }

  private void find(Described target, String typeName, TypeDescription type) {
    for (DescribedMethod method : target.methods) {
      if (declares(type, method)) {
        found.add(typeName + "." + method);
      } else if (target.reach == Reach.BELOW && !type.isAbstract()) {
        lookAbove(target, type, method);
      }
    }
  }

  /** Where an object of the type gets the method from. */
  private void lookAbove(Described target, TypeDescription type, DescribedMethod method) {
    for (TypeDefinition each = type.getSuperClass(); each != null; each = each.getSuperClass()) {
      TypeDescription above = each.asErasure();
      if (above.represents(Object.class)) {
        return;
      }
      if (declares(above, method)) {
        if (!isExcluded(target, above.getName()) && !isWoven(above, method)) {
          missed.add(above.getName() + "." + method);
        }
        return;
      }
    }
  }

  private boolean isWoven(TypeDescription type, DescribedMethod method) {
    for (Described target : targets) {
      if (isExcluded(target, type.getName())) {
        continue;
      }
      for (String typeName : target.typeNames) {
        if (reaches(target.reach, typeName, type)) {
          for (DescribedMethod each : target.methods) {
            if (each.toString().equals(method.toString())) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }

  private static boolean isExcluded(Described target, String name) {
    return target.excluded.stream().anyMatch(name::startsWith);
  }

  private static boolean declares(TypeDescription type, DescribedMethod wanted) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (!method.isAbstract()
          && !method.isNative()
          && method.getInternalName().equals(wanted.name)
          && method.getDescriptor().equals(wanted.descriptor)) {
        return !method.isBridge() || target(type, method) != null;
      }
    }
    return false;
  }

  /** What a bridge leads to, when that differs in the returned type only. */
  static MethodDescription target(TypeDescription type, MethodDescription bridge) {
    for (MethodDescription method : type.getDeclaredMethods()) {
      if (!method.isAbstract()
          && !method.isNative()
          && !method.isBridge()
          && method.getInternalName().equals(bridge.getInternalName())
          && method
              .getParameters()
              .asTypeList()
              .asErasures()
              .equals(bridge.getParameters().asTypeList().asErasures())) {
        return method;
      }
    }
    return null;
  }

  private static boolean reaches(Reach reach, String typeName, TypeDescription type) {
    return switch (reach) {
      case NAMED -> type.getName().equals(typeName);
      case BELOW -> isBelow(typeName, type);
      case DIRECTLY_BELOW ->
          (type.getSuperClass() != null
                  && type.getSuperClass().asErasure().getName().equals(typeName))
              || type.getInterfaces().asErasures().stream()
                  .anyMatch(each -> each.getName().equals(typeName));
    };
  }

  private static boolean isBelow(String typeName, TypeDescription type) {
    if (type.getName().equals(typeName)) {
      return true;
    }
    for (TypeDescription each : type.getInterfaces().asErasures()) {
      if (isBelow(typeName, each)) {
        return true;
      }
    }
    return type.getSuperClass() != null && isBelow(typeName, type.getSuperClass().asErasure());
  }
}
