package io.obsagent.agent.start;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What it is for is shown by {@code AotCacheIT}. */
class AotTrainingTest {
  @Test
  void readsOptions() {
    assertThat(AotTraining.isAskedFor("java\0-XX:AOTCacheOutput=app.aot\0-jar\0app.jar")).isTrue();
    assertThat(AotTraining.isAskedFor("-XX:AOTMode=record -Xmx1g")).isTrue();
    assertThat(AotTraining.isAskedFor("-XX:AOTCache=app.aot -XX:AOTMode=on")).isFalse();
    assertThat(AotTraining.isAskedFor(null)).isFalse();
  }

  @Test
  void readsVersions() {
    assertThat(AotTraining.feature("25")).isEqualTo(25);
    assertThat(AotTraining.feature("1.8")).isEqualTo(1);
    assertThat(AotTraining.feature(null)).isZero();
  }
}
