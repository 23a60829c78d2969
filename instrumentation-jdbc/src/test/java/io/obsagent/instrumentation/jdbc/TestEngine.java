package io.obsagent.instrumentation.jdbc;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.sampling.HeadSampler;
import io.obsagent.engine.sampling.SamplingDecision;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine that keeps all spans in memory. */
final class TestEngine {
  private final List<Fragment> fragments = new CopyOnWriteArrayList<>();

  private TestEngine() {}

  /** Installs an engine with these settings, as name, value, name, value... */
  static TestEngine install(boolean sampled, String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration =
        ConfigurationReader.read(properties, Collections.<String, String>emptyMap(), null);
    TestEngine engine = new TestEngine();
    Engine.install(
        configuration,
        new Tracer(new Fixed(sampled), engine.fragments::add, SpanLimits.DEFAULT),
        null);
    JdbcSettings.use(JdbcSettings.of(configuration));
    return engine;
  }

  /** All spans that have ended since the last call, in the order of their fragments. */
  List<RecordedSpan> take() {
    List<RecordedSpan> spans = new ArrayList<>();
    for (Fragment fragment : fragments) {
      List<RecordedSpan> ofFragment = new ArrayList<>();
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        ofFragment.add(0, span);
      }
      spans.addAll(ofFragment);
    }
    fragments.clear();
    return spans;
  }

  RecordedSpan takeOnly() {
    List<RecordedSpan> spans = take();
    if (spans.size() != 1) {
      List<String> names = new ArrayList<>();
      for (RecordedSpan span : spans) {
        names.add(describe(span));
      }
      throw new AssertionError("one span expected, not " + names);
    }
    return spans.get(0);
  }

  void forget() {
    fragments.clear();
  }

  static String describe(RecordedSpan span) {
    StringBuilder text = new StringBuilder(span.nameText());
    for (int i = 0; i < span.attributeCount(); i++) {
      text.append(' ').append(span.attributeKey(i)).append('=').append(span.attributeValue(i));
    }
    return text.toString();
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
      return null;
    }

    @Override
    public String description() {
      return "fixed";
    }
  }
}
