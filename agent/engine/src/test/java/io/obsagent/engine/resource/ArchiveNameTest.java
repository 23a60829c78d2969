package io.obsagent.engine.resource;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArchiveNameTest {
  @ParameterizedTest
  @CsvSource({
    "shop.jar, shop",
    "/srv/my apps/shop.jar, shop",
    "C:\\apps\\shop.war, shop",
    "shop.WAR, shop",
    "shop-1.4.2.jar, shop",
    "shop-1.4.2-SNAPSHOT.jar, shop",
    "shop-1-SNAPSHOT.jar, shop",
    "shop-1.0.0.RELEASE.jar, shop",
    "shop_2.0.jar, shop",
    "shop-v2.jar, shop",
    "shop-20240131.jar, shop",
    "shop-2.0-rc1.jar, shop",
    "shop-2.0-M3-exec.jar, shop",
    "shop-1.0-20240131.101500-7.jar, shop",
    "shop-1.0-jar-with-dependencies.jar, shop",
    "shop-1.0-runner.jar, shop",
    "shop-all.jar, shop",
    "order-service-1.2.jar, order-service",
    "order-2-cash.jar, order-2-cash",
    "shop-2.jar, shop-2",
    "s3-proxy.jar, s3-proxy",
    "log4j-1.2-api.jar, log4j-1.2-api",
    "shop#api##42.war, shop-api",
    "1.0.jar, 1.0",
    "shop-.jar, shop-",
    "shop, shop"
  })
  void names(String path, String name) {
    assertThat(ArchiveName.of(path)).isEqualTo(name);
  }
}
