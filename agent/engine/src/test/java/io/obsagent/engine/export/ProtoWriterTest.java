package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.CodedInputStream;
import com.sun.management.ThreadMXBean;
import io.obsagent.engine.trace.Fragment;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what the official reader reads. */
class ProtoWriterTest {

  private static CodedInputStream read(ProtoWriter writer) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    writer.copyTo(bytes);
    return CodedInputStream.newInstance(bytes.toByteArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 127, 128, 129, 16_383, 16_384, 2_097_152})
  void lengthsTakeAsManyBytesAsTheyNeed(int length) throws Exception {
    String text = "x".repeat(length);
    ProtoWriter writer = new ProtoWriter();
    long outer = writer.begin(3, 1);
    long inner = writer.begin(4, 2);
    writer.text(5, text);
    writer.end(inner);
    writer.number(6, -1);
    writer.end(outer);

    CodedInputStream in = read(writer);
    assertThat(in.readTag() >>> 3).isEqualTo(3);
    in.pushLimit(in.readRawVarint32());
    assertThat(in.readTag() >>> 3).isEqualTo(4);
    int before = in.pushLimit(in.readRawVarint32());
    assertThat(in.readTag() >>> 3).isEqualTo(5);
    assertThat(in.readStringRequireUtf8()).isEqualTo(text);
    assertThat(in.isAtEnd()).isTrue();
    in.popLimit(before);
    assertThat(in.readTag() >>> 3).isEqualTo(6);
    assertThat(in.readInt64()).isEqualTo(-1);
    assertThat(in.isAtEnd()).isTrue();
  }

  @Test
  void textsAreUtf8AsTheJdkMakesIt() throws Exception {
    String[] texts = {
      "grüße",
      "\u0000\u007f\u0080\u07ff\u0800\uffff",
      "a\ud83d\ude00b",
      "\ud83d",
      "\ude00x",
      "é".repeat(100)
    };
    for (String text : texts) {
      ProtoWriter writer = new ProtoWriter();
      writer.text(1, text);
      CodedInputStream in = read(writer);
      in.readTag();
      assertThat(in.readByteArray())
          .isEqualTo(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }

  /** docs/performance.md: OpenTelemetry's marshaller took some 1 600 bytes a span. */
  @Test
  void aBatchOfOrdinarySpansIsEncodedWithoutGarbage() {
    List<Fragment> batch = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      batch.add(TestTraces.fragment("root", 10, false));
    }
    TraceMessage message = new TraceMessage(new ExportNames(OtlpRig.RESOURCE, "1.2.3"));
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      message.encode(batch);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(message.getContentLength()).isGreaterThan(20_000);
    // Of a whole batch of 500 spans: what measuring takes, and an iterator.
    assertThat(least).isLessThan(500);
  }
}
