package com.example.shop.storefront;

/** The customer can do something about it. */
class CheckoutRefusedException extends Exception {

  private static final long serialVersionUID = 1L;

  CheckoutRefusedException(String message) {
    super(message);
  }
}
