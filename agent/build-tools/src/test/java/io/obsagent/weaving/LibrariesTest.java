package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.build.LibraryVersion;
import io.obsagent.instrumentation.sample.AnyAdvice;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.Handle;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.pool.TypePool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every class of real drivers, pools and servers: what the raw filter and the weaver do is what a
 * full look at the type hierarchy says, and the JVM verifies each woven class.
 */
class LibrariesTest {
  private static final boolean FULL = "full".equals(System.getProperty("obs.matrix"));

  /** Old and new class files, small and large libraries. */
  private static final String QUICK =
      "(h2-2|hsqldb|mariadb|mysql-connector-java|HikariCP-7|tomcat-embed-core-(9|11)|jetty-servlet-9"
          + "|jetty-server-9|jetty-ee10).*";

  private static final List<String> DESCRIBED =
      List.of(
          "JdbcInstrumentation", "JavaxServletInstrumentation", "JakartaServletInstrumentation");

  private static final String[] STATEMENTS = {
    "execute()Z",
    "execute(Ljava/lang/String;)Z",
    "executeQuery()Ljava/sql/ResultSet;",
    "executeQuery(Ljava/lang/String;)Ljava/sql/ResultSet;",
    "executeUpdate()I",
    "executeUpdate(Ljava/lang/String;)I",
    "executeUpdate(Ljava/lang/String;[I)I",
    "executeLargeUpdate()J",
    "executeBatch()[I",
    "addBatch()V",
    "cancel()V"
  };
  private static final String[] CONNECTIONS = {
    "prepareStatement(Ljava/lang/String;)Ljava/sql/PreparedStatement;",
    "prepareStatement(Ljava/lang/String;II)Ljava/sql/PreparedStatement;",
    "prepareCall(Ljava/lang/String;III)Ljava/sql/CallableStatement;",
    "createStatement()Ljava/sql/Statement;",
    "isValid(I)Z"
  };

  /** Woven classes that the JVM has verified, of all libraries. */
  private static int linked;

  @AfterAll
  static void theJvmHasVerifiedMost() {
    assertThat(linked).isGreaterThan(FULL ? 250 : 100);
  }

  private static void describe(Targets targets) {
    describe(targets, AnyAdvice.class);
  }

  static void describe(Targets targets, Class<?> advice) {
    add(
        targets.subtypesOf("java.sql.Driver"),
        advice,
        "connect(Ljava/lang/String;Ljava/util/Properties;)Ljava/sql/Connection;");
    add(targets.subtypesOf("javax.sql.DataSource"), advice, "getConnection()Ljava/sql/Connection;");
    add(targets.subtypesOf("java.sql.Connection").state("connection"), advice, CONNECTIONS);
    add(targets.subtypesOf("java.sql.Statement").state("statement"), advice, STATEMENTS);
    add(targets.directSubtypesOf("java.lang.Thread", "java.util.TimerTask"), advice, "run()V");
    for (String api : new String[] {"javax", "jakarta"}) {
      String inAndOut =
          "(Ljavax/servlet/ServletRequest;Ljavax/servlet/ServletResponse;".replace("javax", api);
      add(targets.subtypesOf(api + ".servlet.Servlet"), advice, "service" + inAndOut + ")V");
      add(
          targets.subtypesOf(api + ".servlet.Filter"),
          advice,
          ("doFilter" + inAndOut + "Ljavax/servlet/FilterChain;)V").replace("javax", api));
      add(
          targets
              .subtypesOf(api + ".servlet.ServletRequest")
              .excluding(api + ".servlet.")
              .state("call"),
          advice,
          "startAsync()Ljavax/servlet/AsyncContext;".replace("javax", api));
    }
  }

  static void add(TypeTarget target, Class<?> advice, String... methods) {
    for (String method : methods) {
      int split = method.indexOf('(');
      target.method(method.substring(0, split), method.substring(split), advice);
    }
  }

  /** Drivers, pools, servers: those that {@link #describe} finds something in. */
  static Stream<LibraryVersion> libraries() {
    return LibraryVersion.all().stream()
        .filter(each -> !Collections.disjoint(each.instrumentations(), DESCRIBED))
        .filter(each -> FULL || each.name().matches(QUICK));
  }

  @ParameterizedTest
  @MethodSource("libraries")
  void weavesExactlyWhatTheHierarchySays(LibraryVersion library) throws Exception {
    WeavingPlan plan = Weaving.plan(LibrariesTest::describe);
    WeavingReport report = new WeavingReport(false);
    TypeRules rules = new TypeRules(plan, name -> true, ExcludedClasses.NONE);
    AdviceBytes none = name -> null;
    WeavingTransformer transformer =
        new WeavingTransformer(
            plan, rules, report, "java/lang/ObsAgentHook", Linker.register(plan, none, report));
    URL[] urls = urls(library);
    Set<String> expected = new TreeSet<>();
    Set<String> woven = new TreeSet<>();
    List<String> wovenClasses = new ArrayList<>();
    try (URLClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        JarFile jar = new JarFile(new File(urls[0].toURI()))) {
      TypePool types =
          new TypePool.Default(
              new TypePool.CacheProvider.Simple(),
              ClassFileLocator.ForClassLoader.of(loader),
              TypePool.Default.ReaderMode.FAST);
      for (String name : classes(jar)) {
        byte[] bytes = bytes(jar, name);
        expected.addAll(SlowMatcher.methods(LibrariesTest::describe, types, name, bytes));
        byte[] result = transformer.transform(loader, name, null, null, bytes);
        if (result != null) {
          wovenClasses.add(name.replace('/', '.'));
          woven.addAll(wovenMethods(name, result));
        }
      }
    }
    assertThat(report.lines()).noneMatch(line -> line.startsWith("left untouched"));
    assertThat(woven).isEqualTo(expected).isNotEmpty();
    if (urls[0].getPath().contains("mysql") || urls[0].getPath().contains("h2-")) {
      assertThat(woven).as("direct subtypes").anyMatch(method -> method.endsWith(".run()V"));
    }
    verify(urls, wovenClasses, transformer);
  }

  private static URL[] urls(LibraryVersion library) throws IOException {
    try (URLClassLoader loader = library.open(Path.of("target/libraries"))) {
      return loader.getURLs();
    }
  }

  private static List<String> classes(JarFile jar) {
    List<String> names = new ArrayList<>();
    for (Enumeration<JarEntry> each = jar.entries(); each.hasMoreElements(); ) {
      String name = each.nextElement().getName();
      if (name.endsWith(".class") && !name.startsWith("META-INF/") && !name.contains("-info.")) {
        names.add(name.substring(0, name.length() - 6));
      }
    }
    return names;
  }

  private static byte[] bytes(JarFile jar, String name) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry(name + ".class"))) {
      return in.readAllBytes();
    }
  }

  private static Set<String> wovenMethods(String className, byte[] bytes) {
    Set<String> methods = new TreeSet<>();
    new ClassReader(bytes)
        .accept(
            new ClassVisitor(Opcodes.ASM9) {
              @Override
              public MethodVisitor visitMethod(
                  int access,
                  String name,
                  String descriptor,
                  String signature,
                  String[] exceptions) {
                String key = className + "." + name + descriptor;
                return new MethodVisitor(Opcodes.ASM9) {
                  @Override
                  public void visitInvokeDynamicInsn(
                      String site, String type, Handle bootstrap, Object... constants) {
                    addIfHook(bootstrap.getOwner());
                  }

                  @Override
                  public void visitMethodInsn(
                      int opcode, String owner, String called, String type, boolean isInterface) {
                    addIfHook(owner);
                  }

                  private void addIfHook(String owner) {
                    if (owner.equals("java/lang/ObsAgentHook")) {
                      methods.add(key);
                    }
                  }
                };
              }
            },
            0);
    return methods;
  }

  /** Loads each class twice, woven and not: what the JVM verified before, it still verifies. */
  private static void verify(URL[] urls, List<String> names, WeavingTransformer transformer)
      throws IOException {
    try (URLClassLoader asItIs = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        TransformingLoader woven = new TransformingLoader(urls, transformer)) {
      for (String name : names) {
        String before = link(asItIs, name);
        assertThat(link(woven, name)).as(name).isEqualTo(before);
        linked += before.equals("linked") ? 1 : 0;
      }
    }
  }

  /** Asking for the constructors makes the JVM verify the class, but not initialise it. */
  private static String link(ClassLoader loader, String name) {
    try {
      assertThat(Class.forName(name, false, loader).getDeclaredConstructors()).isNotNull();
      return "linked";
    } catch (ClassNotFoundException | NoClassDefFoundError missing) {
      return "needs " + missing.getMessage();
    }
  }

  private static final class TransformingLoader extends URLClassLoader {
    private final WeavingTransformer transformer;

    TransformingLoader(URL[] urls, WeavingTransformer transformer) {
      super(urls, ClassLoader.getPlatformClassLoader());
      this.transformer = transformer;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/');
      try (InputStream in = getResourceAsStream(path + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        byte[] woven = transformer.transform(this, path, null, null, bytes);
        byte[] defined = woven == null ? bytes : woven;
        return defineClass(name, defined, 0, defined.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
