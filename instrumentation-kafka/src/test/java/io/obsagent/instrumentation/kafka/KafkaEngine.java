package io.obsagent.instrumentation.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.kafka.api.Probe;
import io.obsagent.build.PlanCompiler;
import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.health.AgentHealth;
import io.obsagent.engine.propagation.Propagators;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.trace.AttributeKey;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.LinkAttributes;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import io.obsagent.instrumentation.concurrent.ConcurrentInstrumentation;
import io.obsagent.weaving.AdviceBytes;
import io.obsagent.weaving.WeavingAgent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import net.bytebuddy.agent.ByteBuddyAgent;

/** Woven clients, and an engine that keeps all spans in memory. */
final class KafkaEngine implements Probe {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");

  private final List<Fragment> fragments = new CopyOnWriteArrayList<>();
  private Tracer tracer;

  private KafkaEngine() {}

  /** To be {@linkplain WeavingAgent#remove removed} by the test class that calls it. */
  static WeavingAgent weave() {
    ClassLoader own = KafkaEngine.class.getClassLoader();
    return WeavingAgent.install(
        ByteBuddyAgent.install(),
        PlanCompiler.compile(
            List.of(
                new KafkaInstrumentation(),
                new RecordStreamsInstrumentation(),
                new SpringKafkaInstrumentation(),
                new ConnectInstrumentation(),
                new StreamsInstrumentation(),
                new ConcurrentInstrumentation()),
            own),
        AdviceBytes.resourcesOf(own),
        name -> true,
        false);
  }

  /** Installs an engine with these settings, as name, value, name, value... */
  static KafkaEngine install(String... settings) {
    return install(true, settings);
  }

  static KafkaEngine install(boolean sampled, String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    KafkaEngine engine = new KafkaEngine();
    engine.tracer = new Tracer(new Fixed(sampled), engine.fragments::add, SpanLimits.DEFAULT);
    Engine.install(configuration, engine.tracer, Propagators.configured(configuration));
    KafkaSettings.use(KafkaSettings.of(configuration));
    return engine;
  }

  static void assertHealthy() {
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(AgentHealth.get(AgentHealth.SUPPRESSED_EXCEPTIONS)).as("faults").isZero();
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).as("leaks").isZero();
  }

  @Override
  public String traceId() {
    Context current = Context.current();
    return current.hasTrace() ? current.traceIdHex() : "none";
  }

  @Override
  public void work(String name) {
    Span span = tracer.startChild(SpanKind.INTERNAL, SCOPE, System.nanoTime());
    span.name(name);
    Context before = span.makeCurrent();
    span.restore(before);
    span.end();
  }

  @Override
  public <T> T inRequest(Callable<T> request) throws Exception {
    Span span = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, System.nanoTime());
    span.name("request");
    Context before = span.makeCurrent();
    try {
      return request.call();
    } finally {
      span.restore(before);
      span.end();
    }
  }

  /** All spans that have left, in the order of their fragments. */
  List<RecordedSpan> spans() {
    List<RecordedSpan> spans = new ArrayList<>();
    for (Fragment fragment : fragments) {
      List<RecordedSpan> ofFragment = new ArrayList<>();
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        ofFragment.add(0, span);
      }
      spans.addAll(ofFragment);
    }
    return spans;
  }

  List<RecordedSpan> named(String name) {
    List<RecordedSpan> named = new ArrayList<>();
    for (RecordedSpan each : spans()) {
      if (each.nameText().equals(name)) {
        named.add(each);
      }
    }
    return named;
  }

  RecordedSpan only(String name) {
    List<RecordedSpan> named = named(name);
    assertThat(named).as(name + " among " + texts()).hasSize(1);
    return named.get(0);
  }

  private List<String> texts() {
    List<String> texts = new ArrayList<>();
    for (RecordedSpan each : spans()) {
      texts.add(each.nameText());
    }
    return texts;
  }

  void forget() {
    fragments.clear();
  }

  /** By name; null if it has none of that name. */
  static Object attribute(Span span, String name) {
    RecordedSpan recorded = (RecordedSpan) span;
    for (int i = 0; i < recorded.attributeCount(); i++) {
      AttributeKey key = recorded.attributeKey(i);
      if (key.name().equals(name)) {
        return recorded.attributeValue(i);
      }
    }
    return null;
  }

  /** What is said about a link, by name. */
  static Map<String, Object> link(RecordedSpan span, int index) {
    Map<String, Object> said = new TreeMap<>();
    LinkAttributes about = span.linkAttributes(index);
    for (int i = 0; about != null && i < about.count(); i++) {
      said.put(about.key(i).name(), about.value(i));
    }
    return said;
  }

  private static final class Fixed implements HeadSampler {
    private final boolean sampled;

    Fixed(boolean sampled) {
      this.sampled = sampled;
    }

    @Override
    public SamplingDecision decide(Context parent, long traceIdHigh, long traceIdLow) {
      return SamplingDecision.sampled(sampled);
    }

    @Override
    public String traceState(Context parent, SamplingDecision decision) {
      return parent.traceState();
    }

    @Override
    public String description() {
      return "fixed";
    }
  }
}
