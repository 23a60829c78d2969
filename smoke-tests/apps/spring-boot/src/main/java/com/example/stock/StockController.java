package com.example.stock;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /stock/{sku}} tells how many there are. */
@RestController
class StockController {

  private static final Logger log = LoggerFactory.getLogger(StockController.class);

  private final JdbcTemplate jdbc;

  StockController(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  @GetMapping("/stock/{sku}")
  String stock(@PathVariable String sku) {
    Integer count =
        jdbc.queryForObject(
            "SELECT count(*) FROM stock WHERE sku = ? AND place <> 'lost'", Integer.class, sku);
    log.info("{} of {}", count, sku);
    return String.valueOf(count);
  }
}
