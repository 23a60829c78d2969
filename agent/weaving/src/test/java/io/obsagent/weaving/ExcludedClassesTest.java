package io.obsagent.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExcludedClassesTest {
  @Test
  void knowsNamesAndBeginningsOfNames() {
    ExcludedClasses excluded = new ExcludedClasses(List.of("org.h2.Driver", " com.acme.* ", ""));
    assertThat(excluded.contains("org/h2/Driver")).isTrue();
    assertThat(excluded.contains("org/h2/Driver2")).isFalse();
    assertThat(excluded.contains("com/acme/orders/Dao")).isTrue();
    assertThat(excluded.contains("com/acmes/Dao")).isFalse();
    assertThat(ExcludedClasses.NONE.contains("any/Thing")).isFalse();
  }
}
