package io.obsagent.engine.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.DeferredText;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.Verdict;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What arrives at a real decoder: the only view that counts. */
@Timeout(60)
class SpanViewTest {
  private static final AttributeKey TEXT = AttributeKey.string("text");
  private static final AttributeKey LATER = AttributeKey.string("later");
  private static final AttributeKey NOTHING = AttributeKey.string("nothing");
  private static final AttributeKey NUMBER = AttributeKey.number("number");
  private static final AttributeKey FLAG = AttributeKey.bool("flag");
  private static final AttributeKey LIST = AttributeKey.stringArray("list");
  private static final Context REMOTE =
      Context.remote(
          0x0102030405060708L,
          0x090a0b0c0d0e0f10L,
          0xaabbccddeeff0011L,
          Context.SAMPLED | Context.RANDOM,
          "ot=th:8,vendor=x:y,level2@=1,vendor=older",
          null);

  private static ResourceSpans sent(List<Fragment> fragments) throws Exception {
    try (Collector collector = Collector.start();
        OtlpRig rig = new OtlpRig(OtlpSettings.builder().base(collector.url()).build())) {
      fragments.forEach(rig::offer);
      assertThat(rig.thread.flush(10_000)).isTrue();
      assertThat(collector.requests).hasSize(1);
      assertThat(collector.requests.get(0).getResourceSpansList()).hasSize(1);
      return collector.requests.get(0).getResourceSpans(0);
    }
  }

  private static io.opentelemetry.proto.trace.v1.Span one(Consumer<Span> fill) throws Exception {
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              Span span = tracer.startRoot(REMOTE, SpanKind.CONSUMER, TestTraces.SCOPE, 1_000_000);
              fill.accept(span);
              span.end(3_500_000);
            });
    return sent(made).getScopeSpans(0).getSpans(0);
  }

  private static String hex(com.google.protobuf.ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toByteArray());
  }

  private static Map<String, AnyValue> values(List<KeyValue> attributes) {
    return attributes.stream().collect(Collectors.toMap(KeyValue::getKey, KeyValue::getValue));
  }

  @Test
  void identityAndTimesArrive() throws Exception {
    RecordedSpan[] mine = new RecordedSpan[1];
    io.opentelemetry.proto.trace.v1.Span span =
        one(
            opened -> {
              opened.name("process orders");
              mine[0] = (RecordedSpan) opened;
            });
    assertThat(hex(span.getTraceId())).isEqualTo("0102030405060708090a0b0c0d0e0f10");
    assertThat(ByteBuffer.wrap(span.getSpanId().toByteArray()).getLong())
        .isEqualTo(mine[0].spanId());
    assertThat(hex(span.getParentSpanId())).isEqualTo("aabbccddeeff0011");
    assertThat(span.getTraceState()).isEqualTo("ot=th:8,vendor=x:y,level2@=1,vendor=older");
    // W3C flags sampled and random, and: the parent is known to be remote.
    assertThat(span.getFlags()).isEqualTo(0x303);
    assertThat(span.getName()).isEqualTo("process orders");
    assertThat(span.getKind())
        .isEqualTo(io.opentelemetry.proto.trace.v1.Span.SpanKind.SPAN_KIND_CONSUMER);
    assertThat(span.getStartTimeUnixNano()).isEqualTo(mine[0].startEpochNanos());
    assertThat(span.getEndTimeUnixNano() - span.getStartTimeUnixNano()).isEqualTo(2_500_000);
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_UNSET);
    assertThat(span.getAttributesList()).isEmpty();
  }

  @Test
  void attributesOfEveryTypeArrive() throws Exception {
    int[] built = new int[1];
    DeferredText deferred =
        () -> {
          built[0]++;
          return "built " + built[0];
        };
    io.opentelemetry.proto.trace.v1.Span span =
        one(
            opened -> {
              opened.name(() -> "späte Name");
              opened.set(TEXT, "grüße \ud83d\ude00");
              opened.set(LATER, deferred);
              opened.set(NOTHING, () -> null);
              opened.set(NUMBER, Long.MIN_VALUE);
              opened.set(FLAG, true);
              opened.set(LIST, new String[] {"a", null, "b"});
            });
    assertThat(span.getName()).isEqualTo("späte Name");
    Map<String, AnyValue> values = values(span.getAttributesList());
    assertThat(values).containsOnlyKeys("text", "later", "number", "flag", "list");
    assertThat(values.get("text").getStringValue()).isEqualTo("grüße \ud83d\ude00");
    // Size and content are two passes: a text built twice could differ, and break the message.
    assertThat(values.get("later").getStringValue()).isEqualTo("built 1");
    assertThat(values.get("number").getIntValue()).isEqualTo(Long.MIN_VALUE);
    assertThat(values.get("flag").getBoolValue()).isTrue();
    assertThat(values.get("list").getArrayValue().getValuesList())
        .extracting(AnyValue::getStringValue)
        .containsExactly("a", "", "b");
    assertThat(span.getDroppedAttributesCount()).isZero();
  }

  @Test
  void attributesBeyondTheLimitAreCounted() throws Exception {
    io.opentelemetry.proto.trace.v1.Span span =
        one(
            opened -> {
              for (int i = 0; i < 130; i++) {
                opened.set(AttributeKey.number("n" + i), 100_000L + i);
              }
            });
    assertThat(span.getAttributesList()).hasSize(128);
    assertThat(values(span.getAttributesList()).get("n127").getIntValue()).isEqualTo(100_127);
    assertThat(span.getDroppedAttributesCount()).isEqualTo(2);
  }

  @Test
  void failureExceptionAndLinksArrive() throws Exception {
    io.opentelemetry.proto.trace.v1.Span span =
        one(
            opened -> {
              opened.fail("it broke");
              opened.recordException(new IllegalStateException("full"), null);
              opened.link(Context.remote(1, 2, 3, Context.SAMPLED, "a=b", null));
              LinkAttributes about = new LinkAttributes();
              about.add(AttributeKey.string("key"), "order");
              about.add(AttributeKey.number("offset"), 70_000);
              about.add(AttributeKey.bool("tombstone"), true);
              opened.link(Context.remote(1, 2, 4, Context.SAMPLED, null, null), about);
            });
    assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
    assertThat(span.getStatus().getMessage()).isEqualTo("it broke");
    assertThat(span.getEventsList()).hasSize(1);
    assertThat(span.getEvents(0).getName()).isEqualTo("exception");
    assertThat(span.getEvents(0).getTimeUnixNano()).isGreaterThan(span.getStartTimeUnixNano());
    Map<String, AnyValue> event = values(span.getEvents(0).getAttributesList());
    assertThat(event.get("exception.type").getStringValue())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(event.get("exception.message").getStringValue()).isEqualTo("full");
    assertThat(event.get("exception.stacktrace").getStringValue())
        .startsWith("java.lang.IllegalStateException: full")
        .contains("failureExceptionAndLinksArrive");
    assertThat(span.getLinksList()).hasSize(2);
    assertThat(span.getLinks(0).getAttributesList()).isEmpty();
    Map<String, AnyValue> about = values(span.getLinks(1).getAttributesList());
    assertThat(about.get("key").getStringValue()).isEqualTo("order");
    assertThat(about.get("offset").getIntValue()).isEqualTo(70_000);
    assertThat(about.get("tombstone").getBoolValue()).isTrue();
    assertThat(hex(span.getLinks(0).getTraceId())).isEqualTo("00000000000000010000000000000002");
    assertThat(hex(span.getLinks(0).getSpanId())).isEqualTo("0000000000000003");
    assertThat(span.getLinks(0).getTraceState()).isEqualTo("a=b");
  }

  @Test
  void resourceAndScopesAreSaidOncePerRequest() throws Exception {
    ResourceSpans sent =
        sent(
            List.of(
                TestTraces.fragment("a", 3, false),
                TestTraces.fragment("b", 2, true),
                TestTraces.fragment("c", 1, false)));
    assertThat(values(sent.getResource().getAttributesList()).get("service.name").getStringValue())
        .isEqualTo("shop");
    assertThat(sent.getScopeSpansList()).hasSize(1);
    ScopeSpans scope = sent.getScopeSpans(0);
    assertThat(scope.getScope().getName()).isEqualTo("obs.test");
    assertThat(scope.getScope().getVersion()).isEqualTo("1.2.3");
    assertThat(scope.getSpansList()).hasSize(6);
  }

  @Test
  void childrenNameTheirParentAndRootsHaveNone() throws Exception {
    List<io.opentelemetry.proto.trace.v1.Span> spans =
        sent(List.of(TestTraces.fragment("root", 2, false))).getScopeSpans(0).getSpansList();
    io.opentelemetry.proto.trace.v1.Span root =
        spans.stream().filter(span -> span.getName().equals("root")).findFirst().orElseThrow();
    io.opentelemetry.proto.trace.v1.Span child =
        spans.stream().filter(span -> !span.getName().equals("root")).findFirst().orElseThrow();
    assertThat(root.getParentSpanId()).isEmpty();
    assertThat(child.getParentSpanId()).isEqualTo(root.getSpanId());
    assertThat(child.getTraceId()).isEqualTo(root.getTraceId());
    assertThat(child.getFlags()).isEqualTo(0x103);
  }

  /** The wire promised nothing; the tail sampler kept it for one in sixteen. */
  @Test
  void aDecidedFragmentSaysWhyAndForHowMany() throws Exception {
    List<Fragment> made = TestTraces.fragments(tracer -> TestTraces.trace(tracer, "a", 2, false));
    made.get(0).decide(Verdict.keptBy("latency", 0xf0000000000000L));

    ScopeSpans spans = sent(made).getScopeSpans(0);

    assertThat(spans.getSpansList())
        .allSatisfy(
            span -> {
              assertThat(span.getTraceState()).isEqualTo("ot=th:f");
              assertThat(span.getFlags() & 1).isEqualTo(1);
            });
    assertThat(spans.getSpansList())
        .filteredOn(span -> span.getParentSpanId().isEmpty())
        .singleElement()
        .satisfies(
            root ->
                assertThat(root.getAttributesList())
                    .anySatisfy(
                        attribute -> {
                          assertThat(attribute.getKey()).isEqualTo("obs.sampling.policy");
                          assertThat(attribute.getValue().getStringValue()).isEqualTo("latency");
                        }));
    assertThat(spans.getSpansList())
        .filteredOn(span -> !span.getParentSpanId().isEmpty())
        .allSatisfy(
            child ->
                assertThat(child.getAttributesList())
                    .noneMatch(attribute -> attribute.getKey().equals("obs.sampling.policy")));
  }

  @Test
  void whatIsIncompleteOrLateSaysSo() throws Exception {
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              Span root = tracer.startRoot(Context.ROOT, SpanKind.SERVER, TestTraces.SCOPE, 1_000);
              root.name("root");
              Span stuck = tracer.startChild(root, SpanKind.CLIENT, TestTraces.SCOPE, 2_000);
              stuck.name("stuck");
              root.end(3_000);
              tracer.cutAll();
              stuck.end(4_000);
            });
    List<io.opentelemetry.proto.trace.v1.Span> spans = sent(made).getScopeSpans(0).getSpansList();
    assertThat(spans).hasSize(2);
    assertThat(values(spans.get(0).getAttributesList()).get("obs.fragment.incomplete_parts"))
        .isEqualTo(AnyValue.newBuilder().setIntValue(1).build());
    assertThat(spans.get(1).getName()).isEqualTo("stuck");
    assertThat(values(spans.get(1).getAttributesList()).get("obs.fragment.late"))
        .isEqualTo(AnyValue.newBuilder().setBoolValue(true).build());
  }

  @Test
  void whatStandsForOthersAndWhatIsAPartSaysSo() throws Exception {
    List<Fragment> made =
        TestTraces.fragments(
            tracer -> {
              long now = System.nanoTime();
              Span root =
                  tracer.startRoot(
                      Context.ROOT, SpanKind.INTERNAL, TestTraces.SCOPE, now - 31_000_000_000L);
              for (int i = 0; i < 2_001; i++) {
                Span query = tracer.startChild(root, SpanKind.CLIENT, TestTraces.SCOPE, now + i);
                query.name("SELECT");
                query.end(now + i + 1);
              }
              tracer.sweep();
            });
    List<io.opentelemetry.proto.trace.v1.Span> spans = sent(made).getScopeSpans(0).getSpansList();
    // The one that came when it was full, the last before and the first: none was slower.
    assertThat(spans).hasSize(3);
    assertThat(values(spans.get(0).getAttributesList()).get("obs.fragment.part"))
        .isEqualTo(AnyValue.newBuilder().setIntValue(1).build());
    assertThat(values(spans.get(2).getAttributesList()).get("obs.spans.collapsed"))
        .isEqualTo(AnyValue.newBuilder().setIntValue(1_998).build());
  }

  @Test
  void aViewShowsOneSpanAfterAnotherThroughTheSameIdentity() {
    ExportNames names = new ExportNames(OtlpRig.RESOURCE, null);
    SpanView view = new SpanView(names);
    Fragment first = TestTraces.fragment("first", 1, false);
    Fragment second = TestTraces.fragment("second", 1, true);
    view.bind(first, first.root());
    Object identity = view.getSpanContext();
    assertThat(view.getName()).isEqualTo("first");
    assertThat(view.getSpanId()).isEqualTo(first.root().spanIdHex());
    view.bind(second, second.root());
    assertThat(view.getSpanContext()).isSameAs(identity);
    assertThat(view.getTraceId()).isEqualTo(second.root().traceIdHex());
    assertThat(view.getStatus().getDescription()).isEqualTo("broken");
    view.unbind();
    assertThat(view.getAttributes().isEmpty()).isTrue();
    assertThat(view.getSpanContext().isValid()).isFalse();
  }
}
