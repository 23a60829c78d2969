package io.obsagent.instrumentation.logging.log4j2;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.trace.Context;
import io.obsagent.instrumentation.logging.LogStamp;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

class StampedContextDataTest {
  /** As {@code JdkMapAdapterStringMap} until 2.20. */
  private static final class GivingItsMapAway extends SortedArrayStringMap {
    private static final long serialVersionUID = 1;
    private final Map<String, String> given;

    GivingItsMapAway(Map<String, String> given) {
      this.given = given;
    }

    @Override
    public Map<String, String> toMap() {
      return given;
    }
  }

  private static LogStamp stamp() {
    Engine.install(
        ConfigurationReader.read(new Properties(), Collections.<String, String>emptyMap(), null),
        null,
        null);
    Context context = Context.remote(1, 15, 2, 1, null, null);
    Context before = context.makeCurrent();
    try {
      return LogStamp.ofCurrent();
    } finally {
      context.restore(before);
    }
  }

  @Test
  void theThreadsOwnMapIsNotWritten() {
    Map<String, String> live = new HashMap<>(Map.of("user", "ada"));
    Map<String, String> seen = new StampedContextData(new GivingItsMapAway(live), stamp()).toMap();
    assertThat(seen).containsEntry("user", "ada").containsKey("trace_id");
    assertThat(live).containsOnlyKeys("user");
  }

  @Test
  void theThreadsMapMayBeReadOnly() {
    Map<String, String> live = Collections.unmodifiableMap(new HashMap<>(Map.of("user", "ada")));
    Map<String, String> seen = new StampedContextData(new GivingItsMapAway(live), stamp()).toMap();
    seen.put("of", "the caller");
    assertThat(seen).containsEntry("user", "ada").containsKeys("trace_id", "of");
  }
}
