package io.obsagent.smoke.demo;

import io.obsagent.smoke.http.WebClient;
import java.net.http.HttpResponse;
import java.util.Map;

/** What the customers do. */
final class Traffic {

  private static final String GOOD_CARD = "4111111111111111";
  private static final String CARD_THE_BANK_REJECTS = "4000000000000002";

  /** Whose traces are all alike, so that few of them are kept. */
  private static final int VISITORS = 60;

  private final WebClient shop;

  Traffic(WebClient shop) {
    this.shop = shop;
  }

  /** Returns the number of the order that was paid. */
  String send() {
    get("/catalogue?category=kitchen", 200, "looks at the catalogue");
    for (int visitor = 0; visitor < VISITORS; visitor++) {
      DemoFailure.unless(
          shop.get("/catalogue?category=kitchen").statusCode() == 200, "the catalogue is broken");
    }
    System.out.printf("  %-34s 200   %d others do the same%n", "", VISITORS);
    get("/search?q=mug", 200, "searches: the page everybody calls slow");
    fillCart("alice");
    String order = checkout("alice", GOOD_CARD, 302).headers().firstValue("Location").orElse("");
    get(order, 200, "asks what became of the order");
    fillCart("bob");
    checkout("bob", CARD_THE_BANK_REJECTS, 500);
    get("/report", 200, "the owner reads the report, an asynchronous page");
    return order.substring(order.lastIndexOf('/') + 1);
  }

  private void fillCart(String customer) {
    for (String sku : new String[] {"MUG-2", "LAMP-1"}) {
      HttpResponse<String> added =
          shop.post("/cart", Map.of("customer", customer, "sku", sku, "quantity", "2"));
      expect("POST /cart", added, 200, customer + " puts " + sku + " into the cart");
    }
  }

  private HttpResponse<String> checkout(String customer, String card, int status) {
    HttpResponse<String> answer =
        shop.post("/checkout", Map.of("customer", customer, "card", card));
    expect("POST /checkout", answer, status, customer + " pays with card " + card);
    return answer;
  }

  private void get(String path, int status, String why) {
    expect("GET " + path, shop.get(path), status, why);
  }

  private static void expect(String request, HttpResponse<String> answer, int status, String why) {
    System.out.printf("  %-34s %d   %s%n", request, answer.statusCode(), why);
    DemoFailure.unless(
        answer.statusCode() == status,
        request + " was answered with " + answer.statusCode() + " instead of " + status);
  }
}
