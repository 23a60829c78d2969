package com.example.stock;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** As Spring's own guides write it. */
@SpringBootApplication
public class StockApplication {

  public static void main(String[] args) {
    SpringApplication.run(StockApplication.class, args);
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    System.out.println("stock: listening on http://127.0.0.1:" + event.getWebServer().getPort());
  }
}
