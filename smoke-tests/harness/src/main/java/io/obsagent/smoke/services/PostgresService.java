package io.obsagent.smoke.services;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.testcontainers.postgresql.PostgreSQLContainer;

/** PostgreSQL. */
public final class PostgresService extends DatabaseServer {

  private final String adminDatabase;
  private final Runnable stop;

  private PostgresService(
      String host, int port, String user, String password, String adminDatabase, Runnable stop) {
    super("postgresql", host, port, user, password);
    this.adminDatabase = adminDatabase;
    this.stop = stop;
  }

  static PostgresService embedded() {
    EmbeddedPostgres postgres;
    try {
      postgres = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start();
    } catch (IOException e) {
      throw new UncheckedIOException("PostgreSQL does not start", e);
    }
    return new PostgresService(
        "127.0.0.1",
        postgres.getPort(),
        "postgres",
        "postgres",
        "postgres",
        () -> {
          try {
            postgres.close();
          } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL does not stop", e);
          }
        });
  }

  static PostgresService container() {
    PostgreSQLContainer postgres = new PostgreSQLContainer(Image.POSTGRES.reference());
    postgres.start();
    return new PostgresService(
        postgres.getHost(),
        postgres.getFirstMappedPort(),
        postgres.getUsername(),
        postgres.getPassword(),
        postgres.getDatabaseName(),
        postgres::stop);
  }

  @Override
  String adminUrl() {
    return database(adminDatabase).jdbcUrl();
  }

  @Override
  public void stop() {
    stop.run();
  }
}
