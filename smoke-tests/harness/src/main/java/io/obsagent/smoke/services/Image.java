package io.obsagent.smoke.services;

import java.util.Locale;
import org.testcontainers.utility.DockerImageName;

/**
 * The container images, in the versions that the embedded servers have. Each can be replaced where
 * it cannot be pulled: {@code -Dsmoke.postgres.image=…}, {@code -Dsmoke.mariadb.image=…}, {@code
 * -Dsmoke.kafka.image=…}.
 */
enum Image {
  POSTGRES("postgres", "18"),
  MARIADB("mariadb", "11.4"),
  KAFKA("apache/kafka", "3.9.2");

  private final String repository;
  private final String tag;

  Image(String repository, String tag) {
    this.repository = repository;
    this.tag = tag;
  }

  /** What to start; whatever it is called, it is used as the original image would be. */
  DockerImageName reference() {
    String property = "smoke." + name().toLowerCase(Locale.ROOT) + ".image";
    return DockerImageName.parse(System.getProperty(property, repository + ":" + tag))
        .asCompatibleSubstituteFor(repository);
  }
}
