package io.obsagent.instrumentation.logging;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.Context;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StampedMdcTest {
  private static final LogKeys KEYS =
      new LogKeys("trace_id", "span_id", "trace_flags", "request_id");
  private static final Context CONTEXT =
      Context.remote(0x0123456789abcdefL, 0xfL, 0x10L, 0x83, null, null);

  private static LogStamp stamp() {
    return stamp(CONTEXT);
  }

  private static LogStamp stamp(Context context) {
    Context before = context.makeCurrent();
    try {
      return LogStamp.ofCurrent();
    } finally {
      context.restore(before);
    }
  }

  @Test
  void theIdOfTheRequestStandsBehindThem() {
    LogStamp stamp = stamp(CONTEXT.withRequestId("r-1"));
    Map<String, String> seen = new StampedMdc(stamp, Map.of("user", "ada"), KEYS);
    assertThat(seen).hasSize(5).containsEntry("request_id", "r-1");
    assertThat(seen.get("request_id")).isEqualTo("r-1");
    assertThat(new HashMap<>(seen)).hasSize(5).containsEntry("request_id", "r-1");
    assertThat(new StampedMdc(stamp(), null, KEYS).containsKey("request_id")).isFalse();

    Map<String, String> own = new StampedMdc(stamp, Map.of("request_id", "mine"), KEYS);
    assertThat(own).hasSize(4).containsEntry("request_id", "mine");
    LogKeys renamed = new LogKeys("trace_id", "span_id", "trace_flags", "rid");
    assertThat(new StampedMdc(stamp, null, renamed)).containsEntry("rid", "r-1").hasSize(4);
  }

  @Test
  void addsTheIdentityBehindTheApplicationsOwnEntries() {
    Map<String, String> own = new LinkedHashMap<>();
    own.put("user", "ada");
    Map<String, String> seen = new StampedMdc(stamp(), own, KEYS);
    assertThat(seen)
        .containsExactly(
            Map.entry("user", "ada"),
            Map.entry("trace_id", "0123456789abcdef000000000000000f"),
            Map.entry("span_id", "0000000000000010"),
            Map.entry("trace_flags", "83"));
    assertThat(seen.get("trace_id")).isEqualTo("0123456789abcdef000000000000000f");
    assertThat(seen.get("other")).isNull();
    assertThat(seen.containsKey("span_id")).isTrue();
    assertThat(seen.get(null)).isNull();
    assertThat(own).hasSize(1);
    assertThat(new HashMap<>(seen)).hasSize(4);
  }

  @Test
  void anEntryOfTheApplicationWins() {
    Map<String, String> own = Map.of("trace_id", "mine");
    Map<String, String> seen = new StampedMdc(stamp(), new HashMap<>(own), KEYS);
    assertThat(seen).hasSize(3).containsEntry("trace_id", "mine");
    assertThat(seen.get("trace_id")).isEqualTo("mine");
  }

  @Test
  void isSerializedAsAnOrdinaryMap() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new StampedMdc(stamp(), Map.of("user", "ada"), KEYS));
    }
    Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(read).isExactlyInstanceOf(HashMap.class);
    assertThat((Map<?, ?>) read).hasSize(4);
  }

  @Test
  void thereNeedBeNoMapAtAll() {
    assertThat(new StampedMdc(stamp(), null, KEYS)).hasSize(3);
  }

  @Test
  void noStampOutsideATraceOrInsideAnExcludedCall() {
    assertThat(LogStamp.ofCurrent()).isNull();
    Context excluded = Context.suppressed(CONTEXT);
    Context before = excluded.makeCurrent();
    assertThat(LogStamp.ofCurrent()).isNull();
    excluded.restore(before);
  }
}
