package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** What a policy file says of settings that have names of their own. */
class OrElseTest {
  @Test
  void whatNobodyHasSetIsTakenAndShown() {
    Properties system = new Properties();
    system.setProperty("obs.memory.limit", "4MiB");
    Configuration read = ConfigurationReader.read(system, Collections.emptyMap(), null);

    Configuration more =
        read.orElse(Options.MEMORY_LIMIT, 32L << 20)
            .orElse(Options.BSP_SCHEDULE_DELAY, 200L)
            .orElse(Options.BSP_MAX_EXPORT_BATCH_SIZE, 1_000);

    assertThat(more.get(Options.MEMORY_LIMIT)).isEqualTo(4L << 20);
    assertThat(more.get(Options.BSP_SCHEDULE_DELAY)).isEqualTo(200);
    assertThat(more.source(Options.BSP_SCHEDULE_DELAY)).isEqualTo(Source.FILE);
    assertThat(read.isSet(Options.BSP_SCHEDULE_DELAY)).isFalse();
    assertThat(more.effective())
        .filteredOn(one -> one.name().equals("otel.bsp.schedule.delay"))
        .singleElement()
        .satisfies(one -> assertThat(one.text()).isEqualTo("200ms"));
  }
}
