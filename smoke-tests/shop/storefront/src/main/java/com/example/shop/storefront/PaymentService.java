package com.example.shop.storefront;

import java.io.IOException;
import java.sql.SQLException;

/** Takes the money. The storefront knows only this, wherever the payment system runs. */
interface PaymentService {

  /**
   * @return the number of the payment
   * @throws PaymentDeclinedException the bank said no in a polite way
   * @throws SQLException our own books cannot be written
   * @throws IOException the payment system cannot be asked, or fails
   */
  long charge(long orderId, int amountCents, String card)
      throws PaymentDeclinedException, SQLException, IOException;

  /** The names of the cards, as the customer reads them. */
  String acceptedCards(String currency) throws IOException;
}
