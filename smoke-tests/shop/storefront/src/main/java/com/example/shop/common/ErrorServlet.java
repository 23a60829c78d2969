package com.example.shop.common;

import java.io.IOException;
import javax.servlet.RequestDispatcher;
import javax.servlet.http.HttpServlet;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** The error page of web.xml, also forwarded to by servlets that have something to explain. */
public class ErrorServlet extends HttpServlet {

  /** Request attribute: what to tell the customer. */
  public static final String MESSAGE = "shop.error.message";

  private static final long serialVersionUID = 1L;

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Object message = request.getAttribute(MESSAGE);
    if (message == null) {
      message = request.getAttribute(RequestDispatcher.ERROR_MESSAGE);
    }
    if (message == null || request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null) {
      message = "Something went wrong. Our engineers have been told.";
    }
    Page.begin(response, "Sorry (" + response.getStatus() + ")").text(message.toString()).end();
  }
}
