package com.example.shop.payment;

import com.example.shop.common.WebServer;

/** The payment system as a process of its own. */
public final class PaymentMain {

  private PaymentMain() {}

  public static void main(String[] args) throws Exception {
    WebServer.run("payment");
  }
}
