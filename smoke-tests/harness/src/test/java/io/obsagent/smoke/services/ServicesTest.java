package io.obsagent.smoke.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

class ServicesTest {

  @Test
  void postgresIsSharedAndItsDatabasesAreNot() throws SQLException {
    assertThat(Services.postgres()).isSameAs(Services.postgres());
    assertIsolated(Services.postgres(), "PostgreSQL");
  }

  @Test
  void mariaDbIsSharedAndItsDatabasesAreNot() throws SQLException {
    assertThat(Services.mariaDb()).isSameAs(Services.mariaDb());
    assertIsolated(Services.mariaDb(), "MariaDB");
  }

  @Test
  void kafkaIsSharedAndListens() throws IOException {
    assertThat(Services.kafka()).isSameAs(Services.kafka());
    String[] address = Services.kafka().bootstrapServers().split(":");
    try (Socket socket = new Socket(address[0], Integer.parseInt(address[1]))) {
      assertThat(socket.isConnected()).isTrue();
    }
  }

  private static void assertIsolated(DatabaseServer server, String product) throws SQLException {
    Database one = server.newDatabase("test");
    Database two = server.newDatabase("test");
    try (Connection connection = one.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (x INT)");
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo(product);
    }
    try (Connection connection = two.connect();
        ResultSet tables = connection.getMetaData().getTables(two.name(), null, "t", null)) {
      assertThat(tables.next()).isFalse();
    }
  }
}
