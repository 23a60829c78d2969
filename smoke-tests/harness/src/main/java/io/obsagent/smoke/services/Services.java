package io.obsagent.smoke.services;

import java.util.function.Supplier;
import org.testcontainers.DockerClientFactory;

/**
 * The servers tests need: each started on first use, shared by the whole JVM, stopped at its exit.
 * The only place that decides between containers and embedded servers.
 */
public final class Services {

  private static final Started<PostgresService> POSTGRES =
      new Started<>(PostgresService::container, PostgresService::embedded);
  private static final Started<MariaDbService> MARIA_DB =
      new Started<>(MariaDbService::container, MariaDbService::embedded);
  private static final Started<KafkaService> KAFKA =
      new Started<>(KafkaService::container, KafkaService::embedded);

  private Services() {}

  public static PostgresService postgres() {
    return POSTGRES.get();
  }

  public static MariaDbService mariaDb() {
    return MARIA_DB.get();
  }

  public static KafkaService kafka() {
    return KAFKA.get();
  }

  private static final class DockerEngine {
    static final boolean ANSWERS = DockerClientFactory.instance().isDockerAvailable();
  }

  private static final class Started<S extends Server> {
    private final Supplier<S> container;
    private final Supplier<S> embedded;
    private S server;

    Started(Supplier<S> container, Supplier<S> embedded) {
      this.container = container;
      this.embedded = embedded;
    }

    synchronized S get() {
      if (server == null) {
        server = DockerEngine.ANSWERS ? container.get() : embedded.get();
        Runtime.getRuntime().addShutdownHook(new Thread(server::stop, "stop-server"));
      }
      return server;
    }
  }
}
