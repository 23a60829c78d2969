package com.example.shop.storefront;

/** So many of one product. */
class CartLine {

  private final Product product;
  private final int quantity;

  CartLine(Product product, int quantity) {
    this.product = product;
    this.quantity = quantity;
  }

  Product getProduct() {
    return product;
  }

  int getQuantity() {
    return quantity;
  }

  int getTotalCents() {
    return quantity * product.getPriceCents();
  }
}
