package com.example.shop.storefront;

import com.example.shop.common.WebServer;

/** The storefront as a process; alone, it takes the payments as well and ships nothing. */
public final class StorefrontMain {

  private StorefrontMain() {}

  public static void main(String[] args) throws Exception {
    WebServer.run();
  }
}
