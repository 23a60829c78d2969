package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.weaving.Targets;
import io.obsagent.weaving.TypeTarget;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.api.Test;

/**
 * Weaving happens where a method is declared. A class that declares {@code executeQuery} without
 * being a {@code Statement}, while a subclass is one, would be missed: each of these has to be
 * named in {@link JdbcInstrumentation}.
 */
class DriverShapeTest {
  private static final List<String> JARS =
      Arrays.asList(
          "h2-",
          "hsqldb-",
          "derby-",
          "sqlite-jdbc-",
          "HikariCP-",
          "commons-dbcp2-",
          "tomcat-jdbc-",
          "c3p0-",
          "druid-",
          "postgresql-",
          "mariadb-java-client-",
          "mysql-connector-",
          "ojdbc",
          "jtds-",
          "mssql-jdbc-",
          "jcc-");

  @Test
  void noMethodIsDeclaredWhereNobodyWeaves() throws Exception {
    Described described = new Described();
    new JdbcInstrumentation().describe(described);
    Set<String> missed = new TreeSet<>();
    int statements = 0;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      File file = new File(entry);
      if (JARS.stream().noneMatch(file.getName()::startsWith)) {
        continue;
      }
      try (JarFile jar = new JarFile(file);
          ClassFileLocator classes =
              new ClassFileLocator.Compound(
                  new ClassFileLocator.ForJarFile(jar),
                  ClassFileLocator.ForClassLoader.ofSystemLoader())) {
        TypePool pool = TypePool.Default.of(classes);
        for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
          String name = entries.nextElement().getName();
          if (name.endsWith(".class") && !name.startsWith("META-INF")) {
            statements += described.check(pool, name, missed);
          }
        }
      }
    }
    assertThat(statements).as("connections and statements looked at").isGreaterThan(100);
    assertThat(missed).isEmpty();
  }

  private static final class Described implements Targets {
    private final List<Named> targets = new ArrayList<>();

    @Override
    public TypeTarget subtypesOf(String... typeNames) {
      return add(true, typeNames);
    }

    @Override
    public TypeTarget directSubtypesOf(String... typeNames) {
      throw new UnsupportedOperationException();
    }

    @Override
    public TypeTarget types(String... exactNames) {
      return add(false, exactNames);
    }

    private TypeTarget add(boolean subtypes, String... names) {
      Named target = new Named(subtypes, Arrays.asList(names));
      targets.add(target);
      return target;
    }

    /** Looks at one class file; 1 if it is a connection or statement. */
    int check(TypePool pool, String entry, Set<String> missed) {
      String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
      try {
        TypeDescription type = pool.describe(name).resolve();
        if (type.isInterface() || type.isAbstract()) {
          return 0;
        }
        int found = 0;
        for (Named target : targets) {
          if (target.subtypes && isA(type, target.names)) {
            found = 1;
            lookThrough(type, target, missed);
          }
        }
        return found;
      } catch (RuntimeException optionalDependencyIsMissing) {
        return 0;
      }
    }

    private void lookThrough(TypeDescription type, Named target, Set<String> missed) {
      for (TypeDefinition owner = type; owner != null; owner = owner.getSuperClass()) {
        TypeDescription declaring = owner.asErasure();
        if (declaring.represents(Object.class)
            || isA(declaring, target.names)
            || isFacade(name(declaring))) {
          continue;
        }
        for (MethodDescription method : declaring.getDeclaredMethods()) {
          String key = method.getInternalName() + method.getDescriptor();
          if (target.methods.contains(key)
              && !method.isAbstract()
              && targets.stream()
                  .noneMatch(t -> !t.subtypes && t.names.contains(name(declaring)))) {
            missed.add(name(declaring) + "." + key);
          }
        }
      }
    }

    /** Oracle's front ends to several databases: each call ends in an ordinary, woven statement. */
    private static boolean isFacade(String type) {
      return type.startsWith("oracle.jdbc.driver.AbstractSharding")
          || type.startsWith("oracle.jdbc.driver.AbstractTrueCache");
    }

    private static String name(TypeDescription type) {
      return type.getName();
    }

    private static boolean isA(TypeDescription type, List<String> names) {
      if (names.contains(type.getName())) {
        return true;
      }
      for (TypeDescription.Generic one : type.getInterfaces()) {
        if (isA(one.asErasure(), names)) {
          return true;
        }
      }
      return type.getSuperClass() != null && isA(type.getSuperClass().asErasure(), names);
    }
  }

  private static final class Named implements TypeTarget {
    private final boolean subtypes;
    private final List<String> names;
    private final Set<String> methods = new TreeSet<>();

    Named(boolean subtypes, List<String> names) {
      this.subtypes = subtypes;
      this.names = names;
    }

    @Override
    public TypeTarget excluding(String... namePrefixes) {
      return this;
    }

    @Override
    public TypeTarget method(String name, String descriptor, Class<?> advice) {
      methods.add(name + descriptor);
      return this;
    }

    @Override
    public TypeTarget state(String stateName) {
      return this;
    }
  }
}
