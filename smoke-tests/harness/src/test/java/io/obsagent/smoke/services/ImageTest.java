package io.obsagent.smoke.services;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.testcontainers.utility.DockerImageName;

class ImageTest {

  private static final String PROPERTY = "smoke.kafka.image";

  private String given;

  @BeforeEach
  void forgetWhatThisRunUses() {
    given = System.clearProperty(PROPERTY);
  }

  @AfterEach
  void restore() {
    if (given == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, given);
    }
  }

  @Test
  void anImageOfAnotherNameStandsInForTheOriginal() {
    System.setProperty(PROPERTY, "localhost/broker:test");
    DockerImageName image = Image.KAFKA.reference();
    assertThat(image.asCanonicalNameString()).isEqualTo("localhost/broker:test");
    assertThat(image.isCompatibleWith(DockerImageName.parse("apache/kafka"))).isTrue();
  }

  @Test
  void withoutOneItIsTheOriginal() {
    assertThat(Image.KAFKA.reference().asCanonicalNameString()).isEqualTo("apache/kafka:3.9.2");
  }
}
