package io.obsagent.smoke.shop;

import static io.obsagent.smoke.receiver.SpanMatcher.client;
import static io.obsagent.smoke.receiver.SpanMatcher.kind;
import static io.obsagent.smoke.receiver.SpanMatcher.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningShop;
import io.obsagent.smoke.jvm.ThreeJvmShop;
import io.obsagent.smoke.receiver.OtlpReceiver;
import io.obsagent.smoke.receiver.ReceivedSpan;
import io.obsagent.smoke.receiver.ReceivedSpan.Kind;
import io.obsagent.smoke.receiver.ReceivedSpan.Link;
import io.obsagent.smoke.receiver.ReceivedTrace;
import io.obsagent.smoke.services.Services;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An order is one trace, whichever of the three JVMs works on it, and every log line says so. */
class OneTraceIT {

  private static final String GOOD_CARD = "4111111111111111";
  private static final String CARD_THAT_BREAKS_THE_BOOKS = "4000000000000002";
  private static final String CARD_WITHOUT_MONEY = "4000000000009995";
  private static final int PARALLEL_ORDERS = 20;
  private static final List<String> SKUS = List.of("MUG-1", "MUG-2", "POT-1", "LAMP-1", "PEN-1");

  private static final Pattern LOG_LINE =
      Pattern.compile("\\[trace=([0-9a-f]*) span=([0-9a-f]*)\\] (?:\\w+\\.)*\\w+ - (.*)");

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void anOrderIsOneTraceInThreeJvms(Jdk jdk) throws Exception {
    try (OtlpReceiver receiver = OtlpReceiver.start();
        RunningShop shop =
            ThreeJvmShop.on(jdk, Services.postgres().newDatabase("shop"), Services.kafka())
                .topic("orders-" + jdk.feature())
                // Whether one waits for a connection is not the same in every run.
                .with("obs.db.connection-wait.threshold", "1m")
                .exportingTo(receiver)
                .start()) {
      String first = order(shop, "alice", GOOD_CARD, 302, "MUG-2", "LAMP-1");
      order(shop, "bob", CARD_THAT_BREAKS_THE_BOOKS, 500, "MUG-2");
      order(shop, "carol", CARD_WITHOUT_MONEY, 402, "MUG-2");
      List<String> parallel = ordersAtOnce(shop);
      shop.awaitShipped(first);
      parallel.forEach(shop::awaitShipped);
      shop.stop();

      Orders orders = new Orders(shop, receiver);
      checkTheOrder(orders, first, "orders-" + jdk.feature());
      checkTheBroken(orders);
      checkTheDeclined(orders);
      checkTheParallel(orders, parallel, "orders-" + jdk.feature());
      orders.checkThatNothingElseHappened(3 + PARALLEL_ORDERS);
      orders.checkThatNoLineOfARequestIsWithoutItsTrace();
    }
  }

  /** Returns the number of the order if one came of it. */
  private static String order(
      RunningShop shop, String customer, String card, int status, String... skus) {
    for (String sku : skus) {
      shop.storefront().http().post("/cart", Map.of("customer", customer, "sku", sku));
    }
    HttpResponse<String> answer =
        shop.storefront().http().post("/checkout", Map.of("customer", customer, "card", card));
    assertThat(answer.statusCode()).as("%s pays", customer).isEqualTo(status);
    String location = answer.headers().firstValue("Location").orElse("");
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private static List<String> ordersAtOnce(RunningShop shop) throws Exception {
    ExecutorService customers = Executors.newFixedThreadPool(PARALLEL_ORDERS);
    try {
      List<Callable<String>> tasks = new ArrayList<>();
      for (int i = 0; i < PARALLEL_ORDERS; i++) {
        String customer = "customer-" + i;
        String sku = SKUS.get(i % SKUS.size());
        tasks.add(() -> order(shop, customer, GOOD_CARD, 302, sku));
      }
      List<String> orders = new ArrayList<>();
      for (Future<String> order : customers.invokeAll(tasks)) {
        orders.add(order.get());
      }
      return orders;
    } finally {
      customers.shutdownNow();
    }
  }

  private static List<String> outline(String topic, int lines) {
    return List.of(
        "storefront SERVER POST /checkout",
        "  storefront CLIENT SELECT cart_lines products",
        "  storefront CLIENT SELECT products",
        "  storefront CLIENT UPDATE products",
        "  storefront CLIENT SELECT products",
        "  storefront CLIENT UPDATE products",
        "  storefront CLIENT INSERT orders",
        "  storefront CLIENT " + (lines > 1 ? "BATCH " : "") + "INSERT order_lines",
        "  storefront CLIENT DELETE cart_lines",
        "  storefront CLIENT POST",
        "    payment SERVER POST /charge",
        "      payment CLIENT POST",
        "        payment SERVER POST /bank/*",
        "      payment CLIENT INSERT payments",
        "  storefront CLIENT INSERT shipments",
        "  storefront PRODUCER send " + topic,
        "    fulfilment CONSUMER process " + topic,
        "      fulfilment CLIENT SELECT order_lines",
        "      fulfilment CLIENT UPDATE shipments");
  }

  private static List<String> outlineOfOneLine(String topic) {
    List<String> lines = new ArrayList<>(outline(topic, 1));
    lines.remove("  storefront CLIENT SELECT products");
    lines.remove("  storefront CLIENT UPDATE products");
    return lines;
  }

  private static void checkTheOrder(Orders orders, String order, String topic) {
    ReceivedTrace trace = orders.traceOf(order);
    assertThat(trace.outline()).isEqualTo(outline(topic, 2));
    assertThat(trace.root().isRoot()).isTrue();

    RunningShop shop = orders.shop;
    ReceivedSpan charge = trace.exactlyOne(server("POST /charge"));
    ReceivedSpan call =
        trace.exactlyOne(
            client("POST")
                .with("server.port", shop.payment().port())
                .and("of ours", span -> span.serviceName().equals("storefront")));
    assertThat(charge.isChildOf(call)).isTrue();
    assertThat(charge.hasRemoteParent()).isTrue();
    assertThat(call.attributes())
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.response.status_code", 200L)
        .containsEntry("server.address", "127.0.0.1")
        .containsEntry("url.full", "http://127.0.0.1:" + shop.payment().port() + "/charge");
    assertThat(trace.exactlyOne(server("POST /bank/*")).hasRemoteParent()).isTrue();

    ReceivedSpan sent = trace.exactlyOne(kind(Kind.PRODUCER));
    ReceivedSpan processed = trace.exactlyOne(kind(Kind.CONSUMER));
    assertThat(processed.hasRemoteParent()).isTrue();
    assertThat(processed.links())
        .extracting(Link::traceId, Link::spanId)
        .containsExactly(tuple(sent.traceId(), sent.spanId()));
    assertThat(sent.attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", "send")
        .containsEntry("messaging.operation.type", "send")
        .containsEntry("messaging.destination.name", topic)
        .containsEntry("messaging.client.id", "storefront");
    assertThat(processed.attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.name", "process")
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("messaging.destination.name", topic)
        .containsEntry("messaging.consumer.group.name", "fulfilment-of-" + topic)
        .containsEntry("messaging.client.id", "fulfilment")
        .containsEntry("messaging.kafka.message.key", order)
        .containsEntry("messaging.kafka.offset", sent.attribute("messaging.kafka.offset"));

    assertThat(orders.said("storefront", trace))
        .containsExactlyInAnyOrder(
            "The payment system answered 200",
            "Order " + order + " placed by alice",
            "Order " + order + " announced at offset " + sent.attribute("messaging.kafka.offset"),
            "POST /checkout answered 302 in * ms");
    assertThat(orders.said("payment", trace))
        .containsExactlyInAnyOrder(
            "POST /bank/authorise answered 200",
            "The bank says yes",
            "Charged 4980 cents for order " + order,
            "POST /charge answered 200");
    assertThat(orders.said("fulfilment", trace))
        .containsExactlyInAnyOrder(
            "Order " + order + " received for alice", "Order " + order + " shipped, 2 lines");
  }

  /** The database refuses the payment: that is where the exception is told, once per service. */
  private static void checkTheBroken(Orders orders) {
    ReceivedTrace trace = orders.checkoutAnswered(500);
    assertThat(trace.outline())
        .containsExactly(
            "storefront SERVER POST /checkout ERROR javax.servlet.ServletException",
            "  storefront CLIENT SELECT cart_lines products",
            "  storefront CLIENT SELECT products",
            "  storefront CLIENT UPDATE products",
            "  storefront CLIENT INSERT orders",
            "  storefront CLIENT INSERT order_lines",
            "  storefront CLIENT DELETE cart_lines",
            "  storefront CLIENT POST ERROR 500",
            "    payment SERVER POST /charge ERROR javax.servlet.ServletException",
            "      payment CLIENT POST",
            "        payment SERVER POST /bank/*",
            "      payment CLIENT INSERT payments ERROR 23514");
    ReceivedSpan insert = trace.exactlyOne(client("INSERT payments"));
    assertThat(insert.events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.attributes())
                    .containsEntry("exception.type", "org.postgresql.util.PSQLException"));
    assertThat(trace.root().events())
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.attributes())
                    .containsEntry("exception.type", "javax.servlet.ServletException"));
    assertThat(trace.spans().stream().filter(span -> !span.events().isEmpty())).hasSize(2);
    assertThat(trace.spans().toString()).doesNotContain(CARD_THAT_BREAKS_THE_BOOKS);
    assertThat(orders.said("storefront", trace)).contains("POST /checkout failed after * ms");
    assertThat(orders.said("payment", trace)).contains("POST /charge failed");
    assertThat(orders.said("fulfilment", trace)).isEmpty();
  }

  /** 402 is an error for who asked, not for who answered. */
  private static void checkTheDeclined(Orders orders) {
    assertThat(orders.checkoutAnswered(402).outline())
        .containsExactly(
            "storefront SERVER POST /checkout",
            "  storefront CLIENT SELECT cart_lines products",
            "  storefront CLIENT SELECT products",
            "  storefront CLIENT UPDATE products",
            "  storefront CLIENT INSERT orders",
            "  storefront CLIENT INSERT order_lines",
            "  storefront CLIENT DELETE cart_lines",
            "  storefront CLIENT POST ERROR 402",
            "    payment SERVER POST /charge",
            "      payment CLIENT POST",
            "        payment SERVER POST /bank/*");
  }

  private static void checkTheParallel(Orders orders, List<String> numbers, String topic) {
    Set<String> traceIds =
        numbers.stream().map(order -> orders.traceOf(order).traceId()).collect(Collectors.toSet());
    assertThat(traceIds).hasSize(PARALLEL_ORDERS);
    for (String order : numbers) {
      ReceivedTrace trace = orders.traceOf(order);
      assertThat(trace.outline()).isEqualTo(outlineOfOneLine(topic));
      assertThat(trace.exactlyOne(kind(Kind.CONSUMER)).attribute("messaging.kafka.message.key"))
          .isEqualTo(order);
      assertThat(orders.said("payment", trace))
          .as("what payment said in the trace of order %s", order)
          .hasSize(4)
          .anyMatch(line -> line.endsWith("cents for order " + order));
      assertThat(orders.said("fulfilment", trace))
          .hasSize(2)
          .anyMatch(line -> line.startsWith("Order " + order + " received"))
          .contains("Order " + order + " shipped, 1 lines");
      assertThat(orders.said("storefront", trace)).hasSize(4);
    }
  }

  /** What the collector has, and the logs say, after all JVMs have ended. */
  private static final class Orders {
    final RunningShop shop;
    private final OtlpReceiver receiver;
    private final Map<String, ReceivedTrace> traces;

    Orders(RunningShop shop, OtlpReceiver receiver) {
      this.shop = shop;
      this.receiver = receiver;
      this.traces = receiver.traces().byId();
    }

    /** By the storefront's log line about it. */
    ReceivedTrace traceOf(String order) {
      Pattern placed = Pattern.compile("\\[trace=([0-9a-f]{32}) .*Order " + order + " placed by");
      for (String line : shop.storefront().jvm().stdout().lines()) {
        Matcher matcher = placed.matcher(line);
        if (matcher.find()) {
          assertThat(traces).containsKey(matcher.group(1));
          return traces.get(matcher.group(1));
        }
      }
      throw new AssertionError("No line with a trace id says that order " + order + " was placed");
    }

    ReceivedTrace checkoutAnswered(int status) {
      ReceivedSpan root =
          receiver
              .traces()
              .exactlyOne(
                  server("POST /checkout").with("http.response.status_code", (long) status));
      return traces.get(root.traceId());
    }

    /** Messages of the lines with that trace id; each line's span is one of that service's. */
    List<String> said(String service, ReceivedTrace trace) {
      Map<String, String> services =
          trace.spans().stream()
              .collect(Collectors.toMap(ReceivedSpan::spanId, ReceivedSpan::serviceName));
      List<String> messages = new ArrayList<>();
      for (String line : shop.logOf(service, trace.traceId())) {
        Matcher matcher = LOG_LINE.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        assertThat(services).as(line).containsEntry(matcher.group(2), service);
        messages.add(matcher.group(3).replaceAll("(in|after) \\d+ ms", "$1 * ms"));
      }
      return messages;
    }

    /** Payment and fulfilment begin no trace, and no order has two. */
    void checkThatNothingElseHappened(int orders) {
      assertThat(receiver.traces().spans(server("POST /checkout"))).hasSize(orders);
      for (ReceivedTrace trace : traces.values()) {
        ReceivedSpan root = trace.root();
        assertThat(root.isRoot()).as("%s", root).isTrue();
        if (!root.serviceName().equals("storefront")) {
          assertThat(root.kind()).as("only set-up at the start: %s", root).isEqualTo(Kind.CLIENT);
          assertThat(trace.spans()).hasSize(1);
        }
      }
    }

    void checkThatNoLineOfARequestIsWithoutItsTrace() {
      shop.services()
          .forEach(
              (name, service) ->
                  assertThat(service.jvm().stdout().lines())
                      .as("log of %s", name)
                      .noneMatch(
                          line ->
                              line.contains("[trace= ")
                                  && line.matches(
                                      ".* - (Order|POST|GET|Charged|Payment|The (bank|payment)).*")));
    }
  }
}
