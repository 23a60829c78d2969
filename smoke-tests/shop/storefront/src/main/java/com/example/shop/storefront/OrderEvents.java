package com.example.shop.storefront;

/** Tells the other departments about an order. */
interface OrderEvents {

  /** Returns at once; an order is an order, whether the others hear of it or not. */
  void placed(long orderId, String customer);
}
