/** A named module that reads JDBC and nothing else. */
module com.example.ledger {
  requires java.sql;
}
