package io.obsagent.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LiveSwitchTest {
  @AfterEach
  void on() {
    Engine.reconfigure(configuration());
  }

  private static Configuration configuration(String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    return ConfigurationReader.read(properties, Map.of(), null);
  }

  @Test
  void followsItsOwnSettingAndTheAgents() {
    LiveSwitch jdbc = LiveSwitch.of("jdbc");
    assertThat(LiveSwitch.of("jdbc")).isSameAs(jdbc);
    assertThat(jdbc.isOn()).isTrue();

    Engine.reconfigure(configuration("otel.instrumentation.jdbc.enabled", "false"));
    assertThat(jdbc.isOn()).isFalse();
    assertThat(LiveSwitch.of("kafka").isOn()).as("made later").isTrue();

    Engine.reconfigure(configuration("otel.javaagent.enabled", "false"));
    assertThat(LiveSwitch.of("kafka").isOn()).isFalse();
    assertThat(LiveSwitch.of("servlet").isOn()).as("made while it is off").isFalse();

    Engine.reconfigure(configuration());
    assertThat(LiveSwitch.of("servlet").isOn()).isTrue();
    assertThat(jdbc.isOn()).isTrue();
  }

  @Test
  void thereIsNoneForWhatCannotBeSwitched() {
    assertThatThrownBy(() -> LiveSwitch.of("hikaricp"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
