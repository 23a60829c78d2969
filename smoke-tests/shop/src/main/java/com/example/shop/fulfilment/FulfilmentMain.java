package com.example.shop.fulfilment;

import com.example.shop.common.WebServer;

/** Fulfilment as a process of its own. */
public final class FulfilmentMain {

  private FulfilmentMain() {}

  public static void main(String[] args) throws Exception {
    WebServer.run("fulfilment");
  }
}
