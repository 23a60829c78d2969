package com.example.shop.storefront;

/** Something we sell. */
class Product {

  private final String sku;
  private final String name;
  private final int priceCents;

  Product(String sku, String name, int priceCents) {
    this.sku = sku;
    this.name = name;
    this.priceCents = priceCents;
  }

  String getSku() {
    return sku;
  }

  String getName() {
    return name;
  }

  int getPriceCents() {
    return priceCents;
  }
}
