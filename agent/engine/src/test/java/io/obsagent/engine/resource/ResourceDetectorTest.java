package io.obsagent.engine.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.config.ConfigurationReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceDetectorTest {
  private static final String ID =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

  @TempDir Path machine;

  private final Properties properties = new Properties();
  private final Map<String, String> environment = new HashMap<>();

  private ResourceDetector detector() {
    return new ResourceDetector(
        ConfigurationReader.read(properties, environment, null),
        new Surroundings(properties, environment, machine.toFile()),
        "1.2.3");
  }

  private String nameFor(String command) {
    properties.setProperty("sun.java.command", command);
    return detector().serviceName();
  }

  private void file(String path, String text) throws IOException {
    Path file = machine.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, text.getBytes(UTF_8));
  }

  private String jar(String name, Map<String, String> manifest, String springProperties)
      throws IOException {
    Path file = machine.resolve(name);
    Files.createDirectories(file.getParent());
    Manifest contents = new Manifest();
    contents.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(contents.getMainAttributes()::putValue);
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), contents)) {
      if (springProperties != null) {
        jar.putNextEntry(new JarEntry("BOOT-INF/classes/application.properties"));
        jar.write(springProperties.getBytes(UTF_8));
      }
    }
    return file.toString();
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/shop-1.0.jar --port=80, shop",
    "shop.war, shop",
    "com.acme.shop.Checkout a b.jar, Checkout",
    "com.acme.shop.Main, shop",
    "com.acme.shop.ApplicationKt, shop",
    "Main, Main",
    "acme.shop/com.acme.shop.Checkout, Checkout",
    "org.apache.catalina.startup.Bootstrap start, tomcat",
    "/opt/jetty/start.jar, jetty",
    "/opt/wildfly/jboss-modules.jar -mp modules org.jboss.as.standalone, wildfly",
    "weblogic.Server, weblogic"
  })
  void guessesFromTheCommand(String command, String name) {
    assertThat(nameFor(command)).isEqualTo(name);
  }

  @Test
  void aPathWithSpacesIsFoundByLooking() throws IOException {
    String jar = jar("my own apps/fat shop-1.0.jar", Map.of(), null);

    assertThat(nameFor(jar + " other.jar")).isEqualTo("fat shop");
  }

  @Test
  void whatIsSaidWinsOverWhatIsGuessed() {
    environment.put("SPRING_APPLICATION_NAME", "environment-spring");
    assertThat(nameFor("shop.jar")).isEqualTo("environment-spring");
    assertThat(nameFor("shop.jar --spring.application.name=argument-spring --x"))
        .isEqualTo("argument-spring");
    properties.setProperty("spring.application.name", "property-spring");
    assertThat(nameFor("shop.jar")).isEqualTo("property-spring");
    environment.put("OTEL_RESOURCE_ATTRIBUTES", "service.name=attribute");
    assertThat(nameFor("shop.jar")).isEqualTo("attribute");
    environment.put("OTEL_SERVICE_NAME", "configured");
    assertThat(nameFor("shop.jar")).isEqualTo("configured");
    assertThat(detector().resource().get("service.name")).isEqualTo("configured");
  }

  @Test
  void aSpringJarIsAskedForItsName() throws IOException {
    Map<String, String> manifest = Map.of("Spring-Boot-Classes", "BOOT-INF/classes/");

    assertThat(nameFor(jar("a.jar", manifest, "spring.application.name=orders\n")))
        .isEqualTo("orders");
    assertThat(nameFor(jar("b-1.0.jar", manifest, "spring.application.name=@artifactId@\n")))
        .isEqualTo("b");
    assertThat(nameFor(jar("c-1.0.jar", manifest, null))).isEqualTo("c");
  }

  @Test
  void aJarNameThatSaysNothingGivesWayToTheManifest() throws IOException {
    Map<String, String> manifest =
        Map.of("Implementation-Title", "orders", "Implementation-Version", "7.1");

    assertThat(nameFor(jar("app.jar", manifest, null))).isEqualTo("orders");
    assertThat(detector().resource().get("service.version")).isEqualTo("7.1");
    assertThat(nameFor(jar("shop.jar", manifest, null))).isEqualTo("shop");
    assertThat(nameFor(jar("service.jar", Map.of(), null))).isEqualTo("service");
  }

  @Test
  void aJarThatIsNoneIsOnlyAName() throws IOException {
    file("shop-1.0.jar", "not a JAR");

    assertThat(nameFor(machine.resolve("shop-1.0.jar").toString())).isEqualTo("shop");
    assertThat(detector().resource().get("service.version")).isNull();
  }

  @Test
  void theOnlyApplicationOfATomcatNamesIt() throws IOException {
    properties.setProperty("catalina.base", machine.toString());
    file("webapps/ROOT/index.html", "");
    file("webapps/manager/index.html", "");
    file("webapps/notes.txt", "");
    file("webapps/shop##12.war", "");
    file("webapps/shop##12/index.html", "");
    assertThat(nameFor("org.apache.catalina.startup.Bootstrap start")).isEqualTo("shop");

    file("webapps/billing.war", "");
    assertThat(nameFor("org.apache.catalina.startup.Bootstrap start")).isEqualTo("tomcat");
  }

  @Test
  void aServersBaseMayBeAnArgument() throws IOException {
    file("base/webapps/shop-1.0.war", "");
    file("standalone/deployments/orders-2.1.ear", "");

    assertThat(nameFor("/opt/jetty/start.jar jetty.base=" + machine.resolve("base")))
        .isEqualTo("shop");
    assertThat(
            nameFor(
                "/opt/wildfly/jboss-modules.jar -mp m org.jboss.as.standalone"
                    + " -Djboss.server.base.dir="
                    + machine.resolve("standalone")))
        .isEqualTo("orders");
  }

  @Test
  void withoutACommandTheClassPathAndTheDirectoryHelp() {
    assertThat(detector().serviceName()).isEqualTo("unknown_service:java");
    properties.setProperty("user.dir", "/srv/shop");
    assertThat(detector().serviceName()).isEqualTo("shop");
    assertThat(nameFor("org.springframework.boot.loader.launch.JarLauncher")).isEqualTo("shop");
    properties.setProperty("java.class.path", "lib/orders-1.0.jar" + File.pathSeparator + "x");
    assertThat(detector().serviceName()).isEqualTo("orders");
  }

  @Test
  void theWholeResource() throws IOException {
    file("proc/sys/kernel/hostname", "box\n");
    file("proc/self/cgroup", "4:cpu:/docker/" + ID + "\n");
    environment.put(
        "OTEL_RESOURCE_ATTRIBUTES", "deployment.environment.name=te%20st,os.type=other");
    properties.setProperty("os.name", "Linux");
    properties.setProperty("java.runtime.name", "OpenJDK Runtime Environment");
    properties.setProperty("java.runtime.version", "17.0.1+12");
    properties.setProperty("sun.java.command", "shop.jar");

    ResourceDetector detector = detector();
    Resource resource = detector.resource();

    assertThat(detector.resource()).isSameAs(resource);
    assertThat(resource.attributes())
        .containsEntry("service.name", "shop")
        .containsEntry("telemetry.sdk.name", "obs-agent")
        .containsEntry("telemetry.sdk.language", "java")
        .containsEntry("telemetry.sdk.version", "1.2.3")
        .containsEntry("telemetry.distro.name", "obs-agent")
        .containsEntry("telemetry.distro.version", "1.2.3")
        .containsEntry("process.runtime.name", "OpenJDK Runtime Environment")
        .containsEntry("process.runtime.version", "17.0.1+12")
        .containsEntry("host.name", "box")
        .containsEntry("container.id", ID)
        .containsEntry("deployment.environment.name", "te st")
        .containsEntry("os.type", "other")
        .doesNotContainKey("service.version");
    assertThat(UUID.fromString((String) resource.get("service.instance.id")).version())
        .isEqualTo(4);
    assertThat(detector().resource().get("service.instance.id"))
        .isNotEqualTo(resource.get("service.instance.id"));
  }

  @Test
  void thisProcess() {
    Resource resource =
        ResourceDetector.of(
                ConfigurationReader.read(properties, environment, null),
                System.getProperties(),
                System.getenv(),
                "1")
            .resource();

    assertThat(resource.get("process.pid")).isEqualTo(ProcessHandle.current().pid());
  }

  @Test
  void withoutProcTheRestIsStillFound() {
    environment.put("COMPUTERNAME", "WINBOX");
    properties.setProperty("os.name", "Windows Server 2022");

    Resource resource = detector().resource();

    assertThat(resource.get("host.name")).isEqualTo("WINBOX");
    assertThat(resource.get("os.type")).isEqualTo("windows");
    assertThat(resource.get("process.pid")).isEqualTo(ProcessHandle.current().pid());
    assertThat(resource.get("container.id")).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "13:name=systemd:/podruntime/docker/kubepods/" + ID,
        "4:cpu:/ecs/abc/" + ID,
        "1:name=systemd:/kubepods.slice/kubepods-pod1.slice/cri-containerd-" + ID + ".scope",
        "0::/system.slice/docker-" + ID + ".scope",
        "1:cpu:/kubepods/cri-containerd:" + ID
      })
  void containersOfControlGroupsVersion1(String line) throws IOException {
    file("proc/self/cgroup", "12:pids:/\n" + line + "\n");

    assertThat(detector().resource().get("container.id")).isEqualTo(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "473 456 254:1 /docker/containers/" + ID + "/hostname /etc/hostname rw - ext4 /dev/v rw",
        "1 2 0:21 /var/lib/containers/overlay-containers/"
            + ID
            + "/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw"
      })
  void containersOfControlGroupsVersion2(String line) throws IOException {
    file("proc/self/cgroup", "0::/\n");
    file("proc/self/mountinfo", "1 2 3 / / rw\n" + line + "\n");

    assertThat(detector().resource().get("container.id")).isEqualTo(ID);
  }

  @Test
  void thePodsSandboxIsNotTheContainer() throws IOException {
    file(
        "proc/self/mountinfo",
        "1 2 3 /io.containerd/sandboxes/" + ID + "/hostname /etc/hostname rw - ext4 /dev/v rw\n");

    assertThat(detector().resource().get("container.id")).isNull();
  }
}
