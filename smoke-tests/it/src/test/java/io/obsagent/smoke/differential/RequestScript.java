package io.obsagent.smoke.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.smoke.jvm.RunningShop;
import java.net.http.HttpResponse;

/**
 * What is asked of the shop, request by request, the same under each agent. A request says its name
 * as its user agent: that is how its trace is found.
 */
final class RequestScript {

  private static final String GOOD_CARD = "4111111111111111";
  private static final String CARD_THAT_BREAKS_THE_BOOKS = "4000000000000002";
  private static final String CARD_WITHOUT_MONEY = "4000000000009995";

  private final RunningShop shop;

  RequestScript(RunningShop shop) {
    this.shop = shop;
  }

  /** Returns when the order that was paid has been shipped. */
  void play() {
    get("catalogue", "/catalogue?category=kitchen", 200);
    get("search", "/search?q=mug", 200);
    get("search for nothing", "/search", 400);
    post("cart", "/cart", "customer=alice&sku=MUG-2", 200);
    post("cart again", "/cart", "customer=alice&sku=LAMP-1", 200);
    String order = location(post("checkout", "/checkout", pay("alice", GOOD_CARD), 302));
    shop.awaitShipped(order);
    get("order status", "/order-status/" + order, 200);
    post("cart of bob", "/cart", "customer=bob&sku=MUG-2", 200);
    post("checkout that fails", "/checkout", pay("bob", CARD_THAT_BREAKS_THE_BOOKS), 500);
    post("cart of carol", "/cart", "customer=carol&sku=MUG-2", 200);
    post("checkout that is declined", "/checkout", pay("carol", CARD_WITHOUT_MONEY), 402);
    post("checkout without a card", "/checkout", "customer=carol", 400);
    get("report", "/report", 200);
    get("cards", "/cards?currency=EUR", 200);
    get("health", "/health", 200);
    get("not found", "/nowhere/at/all?token=hush", 404);
    send("unknown method", "BREW", "/catalogue", "", 501);
  }

  private static String pay(String customer, String card) {
    return "customer=" + customer + "&card=" + card;
  }

  private static String location(HttpResponse<String> answer) {
    String location = answer.headers().firstValue("Location").orElseThrow();
    return location.substring(location.lastIndexOf('/') + 1);
  }

  private void get(String name, String path, int status) {
    send(name, "GET", path, "", status);
  }

  private HttpResponse<String> post(String name, String path, String form, int status) {
    return send(name, "POST", path, form, status);
  }

  private HttpResponse<String> send(
      String name, String method, String path, String body, int status) {
    HttpResponse<String> answer =
        shop.storefront()
            .http()
            .send(
                method,
                path,
                body,
                "User-Agent",
                name,
                "Content-Type",
                "application/x-www-form-urlencoded");
    assertThat(answer.statusCode()).as("%s: %s %s", name, method, path).isEqualTo(status);
    return answer;
  }
}
