package com.example.shop.common;

import java.io.IOException;
import java.io.PrintWriter;
import javax.servlet.ServletResponse;

/** An HTML page, written as it is composed. */
public final class Page {

  private final PrintWriter out;

  private Page(PrintWriter out) {
    this.out = out;
  }

  public static Page begin(ServletResponse response, String title) throws IOException {
    response.setContentType("text/html;charset=UTF-8");
    Page page = new Page(response.getWriter());
    page.out.println("<!DOCTYPE html>");
    page.out.println("<html><head><link rel='stylesheet' href='/shop.css'>");
    page.out.println("<title>" + escape(title) + "</title></head><body>");
    page.out.println("<h1>" + escape(title) + "</h1>");
    return page;
  }

  public Page text(String text) {
    out.println("<p>" + escape(text) + "</p>");
    return this;
  }

  public Page row(String... cells) {
    StringBuilder row = new StringBuilder("<div class='row'>");
    for (String cell : cells) {
      row.append("<span>").append(escape(cell)).append("</span> ");
    }
    out.println(row.append("</div>"));
    return this;
  }

  public void end() {
    out.println("</body></html>");
  }

  public static String money(int cents) {
    return String.format("%d.%02d", cents / 100, cents % 100);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
