package com.example.shop.common;

/** Everything that can be set, by system property, as the start scripts of the shop do. */
public final class Settings {

  private Settings() {}

  /** 0 asks the operating system for a free port. */
  public static int port() {
    return Integer.getInteger("shop.port", 8080);
  }

  public static String jdbcUrl() {
    return System.getProperty("shop.jdbc.url", "jdbc:postgresql://127.0.0.1:5432/shop");
  }

  public static String jdbcUser() {
    return System.getProperty("shop.jdbc.user", "shop");
  }

  public static String jdbcPassword() {
    return System.getProperty("shop.jdbc.password", "shop");
  }

  public static int poolSize() {
    return Integer.getInteger("shop.jdbc.pool", 10);
  }

  /** Where the payment system listens; empty: we take the payments ourselves. */
  public static String paymentUrl() {
    return System.getProperty("shop.payment.url", "");
  }

  /** The brokers that orders are announced to; empty: nobody is told. */
  public static String kafka() {
    return System.getProperty("shop.kafka", "");
  }

  public static String topic() {
    return System.getProperty("shop.topic", "orders");
  }

  /** How long the database takes to search the catalogue: the index has been missing for years. */
  public static double searchSeconds() {
    return Double.parseDouble(System.getProperty("shop.search.seconds", "0.4"));
  }
}
