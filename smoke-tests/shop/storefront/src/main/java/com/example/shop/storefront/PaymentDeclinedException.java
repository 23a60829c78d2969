package com.example.shop.storefront;

/** The card is good, its account is not. */
class PaymentDeclinedException extends Exception {

  private static final long serialVersionUID = 1L;

  PaymentDeclinedException(String message) {
    super(message);
  }
}
