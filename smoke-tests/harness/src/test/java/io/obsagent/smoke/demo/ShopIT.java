package io.obsagent.smoke.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.smoke.http.WebClient;
import io.obsagent.smoke.jvm.Artifacts;
import io.obsagent.smoke.jvm.ChildJvm;
import io.obsagent.smoke.jvm.Jdk;
import io.obsagent.smoke.jvm.Jdks;
import io.obsagent.smoke.jvm.RunningService;
import io.obsagent.smoke.jvm.ServiceUnderTest;
import io.obsagent.smoke.services.Database;
import io.obsagent.smoke.services.Services;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the shop does when nobody observes it. */
class ShopIT {

  static List<Jdk> jdks() {
    return Jdks.underTest();
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void everyPageAnswersAndTheShopStopsOnRequest(Jdk jdk) {
    Database database = Services.postgres().newDatabase("shop");
    try (RunningService shop = ServiceUnderTest.shop(jdk, database).withoutAgent().start()) {
      WebClient http = shop.http();
      new Traffic(http).send();

      assertThat(http.get("/").body()).contains("The Legacy Shop");
      assertThat(http.get("/about.html").statusCode()).isEqualTo(200);
      assertThat(http.get("/health").body()).contains("UP");
      assertThat(http.get("/search?q=world's").body()).contains("MUG-2");
      assertThat(http.get("/cart?customer=bob").body()).as("rolled back").contains("19.80");
      assertThat(http.get("/order-status/1").body()).contains("99.60", "WAITING");
      assertThat(http.get("/order-status/99").statusCode()).isEqualTo(404);
      assertThat(http.get("/order-status/x").statusCode()).isEqualTo(400);
      assertThat(http.get("/nowhere").statusCode()).isEqualTo(404);
      assertThat(checkout(http, "nobody", "4111111111111111")).isEqualTo(409);
      assertThat(checkout(http, "bob", "4000000000009995")).isEqualTo(402);
      assertThat(checkout(http, "bob", "")).isEqualTo(400);

      assertThat(shop.stop()).isEqualTo(143);
      assertThat(shop.jvm().stdout().text()).contains("[trace= span=]").contains("Shutting down");
      assertThat(shop.jvm().stderr().lines()).isEmpty();
    }
  }

  private static int checkout(WebClient http, String customer, String card) {
    return http.post("/checkout", Map.of("customer", customer, "card", card)).statusCode();
  }

  @Test
  void paymentRunsInItsOwnJvm() {
    Database database = Services.postgres().newDatabase("shop");
    try (RunningService till =
        ServiceUnderTest.payment(Jdks.running(), database).withoutAgent().start()) {
      assertThat(charge(till, "4111111111111111").body().strip()).isEqualTo("1");
      assertThat(charge(till, "4000000000009995").statusCode()).isEqualTo(402);
      assertThat(charge(till, "4000000000000002").statusCode()).isEqualTo(500);
      assertThat(till.http().get("/cards").body()).contains("Mastercard, Visa");
      assertThat(till.stop()).isEqualTo(143);
      assertThat(till.jvm().stdout().text()).contains("[trace= span=]").contains("Shutting down");
      assertThat(till.jvm().stderr().lines()).isEmpty();
    }
  }

  private static HttpResponse<String> charge(RunningService till, String card) {
    return till.http().post("/charge", Map.of("order", "1", "amount", "5", "card", card));
  }

  @Test
  void withoutDatabaseTheShopEnds() {
    ChildJvm shop =
        ChildJvm.java(Jdks.running())
            .property("shop.port", "0")
            .property("shop.jdbc.url", "jdbc:postgresql://127.0.0.1:1/nowhere")
            .jar(Artifacts.shopJar())
            .start();
    try (shop) {
      assertThat(shop.awaitExit(Duration.ofSeconds(60))).isEqualTo(1);
      assertThatThrownBy(() -> shop.awaitLine("listening", Duration.ZERO))
          .hasMessageContaining("did not start");
    }
  }
}
