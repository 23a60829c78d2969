package com.example.shop.payment;

/** The card is good, its account is not. */
public class PaymentDeclinedException extends Exception {

  private static final long serialVersionUID = 1L;

  public PaymentDeclinedException(String message) {
    super(message);
  }
}
