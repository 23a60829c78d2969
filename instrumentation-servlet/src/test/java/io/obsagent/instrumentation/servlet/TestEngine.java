package io.obsagent.instrumentation.servlet;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.propagation.Propagators;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.FragmentSink;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;

/** An engine whose spans stay here. */
final class TestEngine {
  private final List<Fragment> fragments = new CopyOnWriteArrayList<>();

  /** Installs an engine with these settings: name, value, name, value… */
  static TestEngine install(String... settings) {
    TestEngine engine = new TestEngine();
    install(engine.fragments::add, settings);
    return engine;
  }

  /** The same, and all spans go to this sink. */
  static void install(FragmentSink sink, String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    Engine.install(
        configuration,
        new Tracer(
            HeadSamplers.configured(configuration, new ArrayList<>()), sink, SpanLimits.DEFAULT),
        Propagators.configured(configuration));
  }

  List<RecordedSpan> spans() {
    List<RecordedSpan> spans = new ArrayList<>();
    for (Fragment fragment : fragments) {
      int from = spans.size();
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        spans.add(from, span);
      }
    }
    return spans;
  }

  RecordedSpan onlySpan() {
    List<RecordedSpan> spans = spans();
    if (spans.size() != 1) {
      throw new AssertionError("expected one span, got " + spans.size());
    }
    return spans.get(0);
  }

  void forget() {
    fragments.clear();
  }
}
