package io.obsagent.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.example.Books;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Under a security manager, whether its policy names the agent or not. */
class SecurityManagerIT {
  private static final String SHARING =
      "OpenJDK 64-Bit Server VM warning: Sharing is only supported for boot loader classes because"
          + " bootstrap classpath has been appended";

  /** What H2 wants in memory; nothing for the agent. */
  private static final String OF_THE_APPLICATION =
      """
      grant {
        permission java.util.PropertyPermission "h2.*", "read";
        permission java.util.PropertyPermission "java.*", "read";
        permission java.util.PropertyPermission "user.*", "read";
        permission java.util.PropertyPermission "file.*", "read";
        permission java.util.PropertyPermission "*", "write";
        permission java.io.FilePermission "<<ALL FILES>>", "read";
        permission java.lang.RuntimePermission "getClassLoader";
        permission java.lang.RuntimePermission "createClassLoader";
        permission java.lang.RuntimePermission "shutdownHooks";
        permission java.lang.RuntimePermission "accessDeclaredMembers";
        permission java.lang.RuntimePermission "modifyThread";
        permission java.lang.RuntimePermission "modifyThreadGroup";
      };
      """;

  private static final String FOR_THE_AGENT =
      "grant codeBase \"%s\" { permission java.security.AllPermission; };\n"
          .formatted(Child.AGENT.toUri());

  private static Child secured(Jdk jdk) {
    assumeTrue(jdk.feature() < 24, "no security manager any more");
    return Child.java(jdk).with("-Djava.security.manager");
  }

  private static Child secured(Jdk jdk, Path policy) {
    return secured(jdk).with("-Djava.security.policy=" + policy);
  }

  private static Child books(Child child) {
    File[] jars = new File("../build-tools/target/libraries").listFiles();
    assertThat(jars).as("libraries that agent/build-tools copies").isNotNull();
    Path h2 =
        Arrays.stream(jars)
            .filter(jar -> jar.getName().startsWith("h2-2"))
            .findAny()
            .orElseThrow()
            .toPath();
    return child.with(
        "-cp", Child.location(Books.class) + File.pathSeparator + h2, Books.class.getName());
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void startsWithTheDefaultPolicy(Jdk jdk) {
    Child.Result without = secured(jdk).program(Greeting.class).run();
    Child.Result with = secured(jdk).agent().program(Greeting.class).run();

    assertThat(with.out()).isEqualTo(without.out()).isEqualTo("hello\n");
    assertThat(with.agentLines()).singleElement().asString().contains("service=Greeting");
    assertThat(with.errWithoutAgentLines().replace(SHARING + "\n", ""))
        .isEqualTo(without.err().stripTrailing());
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void sendsSpansWithoutAGrant(Jdk jdk, @TempDir Path directory) throws IOException {
    Path policy = directory.resolve("app.policy");
    Files.writeString(policy, OF_THE_APPLICATION);
    Child.Result with = sends(jdk, policy);
    assertThat(with.errWithoutAgentLines()).contains(SHARING);
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void sendsSpansWithAGrantAndWithoutTheLineOfTheJvm(Jdk jdk, @TempDir Path directory)
      throws IOException {
    Path policy = directory.resolve("app.policy");
    Files.writeString(policy, OF_THE_APPLICATION + FOR_THE_AGENT);
    Child.Result with = sends(jdk, policy);
    assertThat(with.errWithoutAgentLines()).doesNotContain(SHARING);
  }

  /** The application's own permissions are what they were. */
  private static Child.Result sends(Jdk jdk, Path policy) throws IOException {
    List<String> received = new CopyOnWriteArrayList<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          received.add(new String(body, StandardCharsets.ISO_8859_1));
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    try {
      String endpoint = "http://127.0.0.1:" + collector.getAddress().getPort();
      Child.Result result =
          books(
                  secured(jdk, policy)
                      .with("-Dotel.exporter.otlp.endpoint=" + endpoint)
                      // What is sent counts here, not how fast a busy machine loads the exporter.
                      .with("-Dobs.shutdown.timeout=60s")
                      .agent())
              .run();
      assertThat(result.out().lines())
          .as(result.err())
          .containsExactly(
              "inserted 1",
              "property denied",
              "socket denied",
              "reflection denied",
              "agent denied");
      assertThat(result.agentLines()).as("nothing but the start").hasSize(1);
      assertThat(received)
          .anyMatch(body -> body.contains("CREATE TABLE book"))
          .anyMatch(body -> body.contains("INSERT INTO book VALUES (?)"));
      return result;
    } finally {
      collector.stop(0);
    }
  }

  @ParameterizedTest
  @MethodSource("io.obsagent.agent.Jdk#all")
  void obeysSettingsAndASecondAgentStandsBack(Jdk jdk) {
    Child.Result off =
        secured(jdk).with("-Dotel.javaagent.enabled=false").agent().program(Greeting.class).run();
    assertThat(off.agentLines()).isEmpty();

    Child.Result twice = secured(jdk).agent().agent().program(Greeting.class).run();
    assertThat(twice.out()).isEqualTo("hello\n");
    assertThat(twice.agentLines()).hasSize(2);
    assertThat(twice.agentLines().get(1)).contains("stands back");
  }
}
