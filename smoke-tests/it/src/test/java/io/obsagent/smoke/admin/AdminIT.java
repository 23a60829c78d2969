package io.obsagent.smoke.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.tools.attach.VirtualMachine;
import io.obsagent.smoke.http.WebClient;
import io.obsagent.smoke.jvm.FreePort;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.services.Services;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The shop is watched and changed while it serves, by each of the three ways. */
class AdminIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TOKEN = "geheim";
  private static final int CUSTOMERS = 3;
  private static final int REQUESTS_PER_PHASE = 60;

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  private static ServiceUnderTest shop(Jdk jdk, OtlpReceiver receiver, int port) {
    return ServiceUnderTest.shop(jdk, Services.postgres().newDatabase("shop"))
        .exportingTo(receiver)
        .with("otel.bsp.schedule.delay", "100")
        .with("obs.db.connection-wait.threshold", "1m")
        .with("obs.admin.port", String.valueOf(port))
        .with("obs.admin.token", TOKEN);
  }

  private static HttpResponse<String> put(WebClient admin, String name, String value) {
    return admin.send("PUT", "/settings/" + name, value, "Authorization", "Bearer " + TOKEN);
  }

  private static void set(WebClient admin, String name, String value) {
    HttpResponse<String> answer = put(admin, name, value);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static void visit(RunningService shop, String phase) {
    assertThat(shop.http().get("/catalogue?phase=" + phase).statusCode()).isEqualTo(200);
  }

  /** Names of the spans of the requests of a phase; the service has stopped. */
  private static List<String> spans(OtlpReceiver receiver, String phase) {
    List<String> names = new ArrayList<>();
    for (ReceivedSpan root : receiver.traces().spans()) {
      if (("phase=" + phase).equals(root.attribute("url.query"))) {
        for (ReceivedSpan each : receiver.traces().spans()) {
          // A busy machine may wait for a connection, which is a span of its own.
          if (each.traceId().equals(root.traceId()) && !each.name().endsWith(".getConnection")) {
            names.add(each.name());
          }
        }
      }
    }
    return names;
  }

  /** The first request opens it: before, there is nobody. */
  private static WebClient admin(RunningService shop, OtlpReceiver receiver, int port) {
    visit(shop, "first");
    receiver.traces().await("the first request", spans -> !spans.isEmpty());
    WebClient admin = new WebClient("http://127.0.0.1:" + port);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        assertThat(admin.get("/").statusCode()).isEqualTo(200);
        return admin;
      } catch (java.io.UncheckedIOException notYet) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.onSpinWait();
      }
    }
  }

  @Test
  void eachSettingIsChangedWhileTheShopServes(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("agent.properties");
    Files.writeString(file, "otel.javaagent.debug=false\n");
    int port = FreePort.next();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop =
            shop(Jdks.running(), receiver, port)
                .with("otel.javaagent.configuration-file", file.toString())
                .start()) {
      WebClient admin = admin(shop, receiver, port);
      byPort(shop, admin);
      byJmx(shop, port);
      byFile(shop, file);
      pages(shop, admin);
      shop.stop();

      for (String off : List.of("sampler-off", "excluded", "tail-off")) {
        assertThat(spans(receiver, off)).as(off).isEmpty();
      }
      for (String on : List.of("first", "sampler-on", "included", "tail-on", "jdbc-on", "sql-on")) {
        assertThat(spans(receiver, on)).as(on).hasSize(2).contains("GET /catalogue");
      }
      for (String alone : List.of("jdbc-off", "sql-off")) {
        assertThat(spans(receiver, alone)).as(alone).containsExactly("GET /catalogue");
      }
      List<String> changes =
          shop.jvm().stderr().lines().stream().filter(line -> line.contains(" is now ")).toList();
      assertThat(changes).hasSize(14).allMatch(line -> line.startsWith("[obs-agent] "));
      assertThat(shop.jvm().stderr().text()).doesNotContain(TOKEN);
    }
  }

  private static void byPort(RunningService shop, WebClient admin) {
    set(admin, "otel.traces.sampler", "always_off");
    visit(shop, "sampler-off");
    set(admin, "otel.traces.sampler", "");
    visit(shop, "sampler-on");

    set(admin, "obs.sampling.tail", "error,latency:1h");
    visit(shop, "tail-off");
    set(admin, "obs.sampling.tail", "");
    visit(shop, "tail-on");

    set(admin, "otel.instrumentation.jdbc.enabled", "false");
    visit(shop, "jdbc-off");
    set(admin, "otel.instrumentation.jdbc.enabled", "true");
    visit(shop, "jdbc-on");

    set(admin, "otel.instrumentation.logback-mdc.enabled", "false");
    checkout(shop, "withoutids");
    assertThat(linesOf(shop, "withoutids")).isNotEmpty().allMatch(line -> !hasTraceId(line));
    set(admin, "otel.instrumentation.logback-mdc.enabled", "true");
    checkout(shop, "withids");
    assertThat(linesOf(shop, "withids")).isNotEmpty().allMatch(AdminIT::hasTraceId);

    assertThat(put(admin, "obs.sampling.tail", "nonsense:1").statusCode()).isEqualTo(400);
    assertThat(put(admin, "otel.service.name", "x").statusCode()).isEqualTo(400);
    assertThat(admin.send("PUT", "/settings/obs.exclude.urls", "/").statusCode()).isEqualTo(401);
  }

  private static void checkout(RunningService shop, String customer) {
    shop.http().post("/cart", Map.of("customer", customer, "sku", "MUG-2", "quantity", "1"));
    HttpResponse<String> answer =
        shop.http().post("/checkout", Map.of("customer", customer, "card", "4111111111111111"));
    assertThat(answer.statusCode()).isEqualTo(302);
    shop.jvm().awaitLine("placed by " + customer, PATIENCE);
  }

  private static List<String> linesOf(RunningService shop, String customer) {
    return shop.jvm().stdout().lines().stream().filter(line -> line.contains(customer)).toList();
  }

  private static boolean hasTraceId(String line) {
    return Pattern.compile("\\[trace=[0-9a-f]{32} ").matcher(line).find();
  }

  /** Of a child of this test, at the address it gave itself. */
  @SuppressWarnings("BanJNDI")
  private static void byJmx(RunningService shop, int port) throws Exception {
    VirtualMachine machine = VirtualMachine.attach(String.valueOf(shop.jvm().pid()));
    String address = machine.startLocalManagementAgent();
    machine.detach();
    try (JMXConnector connector = JMXConnectorFactory.connect(new JMXServiceURL(address))) {
      MBeanServerConnection server = connector.getMBeanServerConnection();
      ObjectName agent = new ObjectName("io.obsagent:type=Agent");
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!server.isRegistered(agent)) {
        assertThat(System.nanoTime()).isLessThan(deadline);
      }
      assertThat(server.getAttribute(agent, "AdminPort")).isEqualTo(port);
      assertThat(server.getAttribute(agent, "Enabled")).isEqualTo(true);
      setByJmx(server, agent, "obs.exclude.urls", "/catalogue");
      visit(shop, "excluded");
      setByJmx(server, agent, "obs.exclude.urls", null);
      visit(shop, "included");
      assertThatThrownBy(() -> setByJmx(server, agent, "otel.javaagent.enabled", "maybe"))
          .hasMessageContaining("is not true or false");
      assertThat(server.getAttribute(agent, "Settings").toString()).doesNotContain(TOKEN);
    }
  }

  private static void setByJmx(
      MBeanServerConnection server, ObjectName agent, String name, String value) throws Exception {
    server.invoke(
        agent,
        "set",
        new Object[] {name, value},
        new String[] {String.class.getName(), String.class.getName()});
  }

  private static void byFile(RunningService shop, Path file) throws Exception {
    Files.writeString(file, "otel.javaagent.debug=true\nobs.exclude.sql=SELECT *\n");
    shop.jvm().stderr().awaitLine("otel.javaagent.debug is now true, was false", PATIENCE);
    shop.jvm().stderr().awaitLine("obs.exclude.sql is now SELECT \\*, was not set", PATIENCE);
    visit(shop, "sql-off");
    Files.writeString(file, "otel.service.name=another\notel.javaagent.enabled=perhaps\n");
    shop.jvm().stderr().awaitLine("obs.exclude.sql is now not set", PATIENCE);
    shop.jvm().stderr().awaitLine("otel.javaagent.enabled=perhaps .* is not true or", PATIENCE);
    shop.jvm().stderr().awaitLine("changes of otel.service.name in .* with a restart", PATIENCE);
    visit(shop, "sql-on");
  }

  private static void pages(RunningService shop, WebClient admin) {
    String health = admin.get("/health").body();
    assertThat(health)
        .contains("\"status\":\"healthy\"")
        .contains("\"kind\":\"database\",\"name\":\"postgresql://")
        .contains("\"state\":\"ok\"");
    String status = admin.get("/status").body();
    assertThat(status)
        .contains("{\"name\":\"jdbc\",\"state\":\"on\",\"wovenClasses\":")
        .contains("\"name\":\"okhttp\",\"state\":\"waiting for its library\"")
        .doesNotContain(TOKEN);
    assertThat(admin.get("/metrics").body())
        .contains("http_server_request_duration_seconds_count")
        .contains("obs_admin_port ");
    assertThat(admin.get("/signals").body()).contains("GET /catalogue");
    Matcher trace =
        // The latest ones may still wait for their export, and some were made without SQL.
        Pattern.compile(
                "\"traceId\":\"([0-9a-f]{32})\",\"root\":\"GET /catalogue\"[^}]*\"spans\":[23]")
            .matcher(admin.get("/traces").body());
    assertThat(trace.find()).isTrue();
    assertThat(admin.get("/traces/" + trace.group(1)).body()).contains("SELECT products");
    assertThat(admin.get("/traces/" + trace.group(1) + "?format=jaeger").body())
        .contains("\"operationName\":\"GET /catalogue\"");
    assertThat(admin.get("/status", "Authorization", "x").statusCode()).isEqualTo(200);
    visit(shop, "last");
  }

  /** Off means off for every request that begins after the answer, on for all of them again. */
  @ParameterizedTest
  @MethodSource("jdks")
  void theAgentIsSwitchedOffAndOnUnderLoad(Jdk jdk) throws Exception {
    int port = FreePort.next();
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningService shop = shop(jdk, receiver, port).start()) {
      WebClient admin = admin(shop, receiver, port);
      AtomicInteger number = new AtomicInteger();
      AtomicBoolean over = new AtomicBoolean();
      Set<Integer> answered = new ConcurrentSkipListSet<>();
      CompletableFuture<?> load = load(shop, number, over, answered);
      Set<Integer> off = new TreeSet<>();
      Set<Integer> on = new TreeSet<>();
      for (int round = 0; round < 3; round++) {
        on.addAll(phase(number));
        set(admin, "otel.javaagent.enabled", "false");
        off.addAll(phase(number));
        set(admin, "otel.javaagent.enabled", "true");
      }
      on.addAll(phase(number));
      over.set(true);
      load.join();
      String counted = admin.get("/metrics").body();
      shop.stop();

      Set<Integer> seen = new TreeSet<>();
      for (ReceivedSpan span : receiver.traces().spans()) {
        Object query = span.attribute("url.query");
        if (query != null && query.toString().matches("phase=\\d+")) {
          seen.add(Integer.parseInt(query.toString().substring("phase=".length())));
        }
      }
      assertThat(answered).containsAll(off).containsAll(on);
      assertThat(seen).containsAll(on).doesNotContainAnyElementsOf(off);
      Matcher count =
          Pattern.compile(
                  "http_server_request_duration_seconds_count\\{[^}]*http_route=\"/catalogue\""
                      + "[^}]*} (\\d+)")
              .matcher(counted);
      assertThat(count.find()).isTrue();
      assertThat(Integer.parseInt(count.group(1))).isEqualTo(seen.size() + 1);
      assertThat(shop.jvm().stderr().lines()).hasSize(7);
    }
  }

  /** So many requests that began after now and before this returns. */
  private static List<Integer> phase(AtomicInteger number) {
    // Those that were numbered by now may have begun before.
    int first = number.get() + CUSTOMERS;
    List<Integer> numbers = new ArrayList<>();
    while (number.get() < first + REQUESTS_PER_PHASE + CUSTOMERS) {
      Thread.onSpinWait();
    }
    for (int i = first; i < first + REQUESTS_PER_PHASE; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static CompletableFuture<?> load(
      RunningService shop, AtomicInteger number, AtomicBoolean over, Set<Integer> answered) {
    CompletableFuture<?>[] customers = new CompletableFuture<?>[CUSTOMERS];
    for (int i = 0; i < CUSTOMERS; i++) {
      customers[i] =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  int mine = number.incrementAndGet();
                  visit(shop, String.valueOf(mine));
                  answered.add(mine);
                }
              },
              task -> new Thread(task, "customer").start());
    }
    return CompletableFuture.allOf(customers);
  }
}
