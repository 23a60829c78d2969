package io.obsagent.instrumentation.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.RecordedSpan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BusinessAttributesTest {
  private final FakeRequest request = new FakeRequest();

  /** The attributes beside the usual ones. */
  private Map<String, Object> attributes(String... settings) {
    TestEngine engine = TestEngine.install(settings);
    FakeResponse response = new FakeResponse();
    Object token =
        ServletEntry.enterServlet(
            FakeAdapter.INSTANCE, new FakeAdapter.Component("/cart"), request, response);
    ServletEntry.exit(FakeAdapter.INSTANCE, token, request, response, null);
    RecordedSpan span = engine.onlySpan();
    Map<String, Object> all = new HashMap<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < span.attributeCount(); i++) {
      String name = span.attributeKey(i).name();
      names.add(name);
      if (!name.matches("(http|url|network|server|client|user_agent)\\..*")) {
        all.put(name, span.attributeValue(i));
      }
    }
    assertThat(names).doesNotHaveDuplicates();
    return all;
  }

  @Test
  void comeFromHeadersThatWereNamed() {
    request.header("X-Tenant", "blue", "red").header("X-Plan", "").header("X-Other", "no");
    assertThat(
            attributes(
                "obs.attributes.from-headers", "x-tenant=tenant.id,x-plan=plan,x-none=nothing"))
        .isEqualTo(Map.of("tenant.id", "blue"));
    assertThat(attributes()).isEmpty();
  }

  @Test
  void comeFromBaggage() {
    request.header("baggage", "tenant=%C3%A9t%C3%A9;ttl=1,other=no");
    assertThat(attributes("obs.attributes.from-baggage", "tenant=tenant.id,none=nothing"))
        .isEqualTo(Map.of("tenant.id", "été"));
  }

  @Test
  void comeFromTheSession() {
    Object foreign =
        new Object() {
          @Override
          public String toString() {
            throw new AssertionError("asked");
          }
        };
    request.session = new HashMap<>(Map.of("cart", "c-1", "items", 3, "vip", true, "o", foreign));
    request.user = "ada";
    assertThat(
            attributes(
                "obs.attributes.from-session",
                "cart=shop.cart.id,items=shop.items,vip=shop.vip,o=shop.o,none=nothing",
                "obs.attributes.from-session-user",
                "user.id"))
        .isEqualTo(
            Map.of("shop.cart.id", "c-1", "shop.items", "3", "shop.vip", "true", "user.id", "ada"));
  }

  @Test
  void withoutASessionNobodyIsAsked() {
    request.user = "ada";
    assertThat(
            attributes(
                "obs.attributes.from-session",
                "cart=shop.cart.id",
                "obs.attributes.from-session-user",
                "user.id"))
        .isEmpty();
  }

  @Test
  void aSessionThatWasInvalidatedSaysNothing() {
    request.session = Map.of("cart", "c-1");
    request.sessionInvalid = true;
    assertThat(attributes("obs.attributes.from-session", "cart=shop.cart.id")).isEmpty();
  }

  @Test
  void theSessionGoesBeforeHeadersAndThoseBeforeBaggage() {
    String[] settings = {
      "obs.attributes.from-headers", "x-tenant=tenant.id",
      "obs.attributes.from-baggage", "tenant=tenant.id",
      "obs.attributes.from-session", "tenant=tenant.id",
    };
    request.header("baggage", "tenant=of-baggage");
    assertThat(attributes(settings)).isEqualTo(Map.of("tenant.id", "of-baggage"));
    request.header("x-tenant", "of-header");
    assertThat(attributes(settings)).isEqualTo(Map.of("tenant.id", "of-header"));
    request.session = Map.of("tenant", "of-session");
    assertThat(attributes(settings)).isEqualTo(Map.of("tenant.id", "of-session"));
  }

  @Test
  void secretsAreRefusedUnlessForced() {
    request.header("Authorization", "Bearer hush").header("X-Api-Key", "hush");
    request.header("baggage", "secret=hush");
    request.session = Map.of("csrfToken", "hush");
    String[] settings = {
      "obs.attributes.from-headers", "authorization=a.auth,X-API-KEY=a.key",
      "obs.attributes.from-baggage", "secret=a.secret",
      "obs.attributes.from-session", "csrfToken=a.token",
    };
    assertThat(attributes(settings)).isEmpty();
    assertThat(attributes("obs.attributes.from-headers", "!x-api-key=a.key"))
        .isEqualTo(Map.of("a.key", "hush"));
  }

  @Test
  void whatTheConventionsSayIsNotForAnybodyToSay() {
    request.header("X-Route", "/mine");
    request.session = Map.of();
    request.user = "ada";
    assertThat(
            attributes(
                "obs.attributes.from-headers",
                "x-route=http.route",
                "obs.attributes.from-session-user",
                "client.address"))
        .isEmpty();
  }

  @Test
  void textsAreCut() {
    request.header("X-Tenant", "t".repeat(9_000));
    assertThat(attributes("obs.attributes.from-headers", "x-tenant=tenant.id"))
        .isEqualTo(Map.of("tenant.id", "t".repeat(BusinessAttributes.MAX_LENGTH)));
  }
}
