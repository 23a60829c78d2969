package io.obsagent.instrumentation.httpclient;

import io.obsagent.engine.Engine;
import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.ConfigurationReader;
import io.obsagent.engine.propagation.Propagators;
import io.obsagent.engine.sampling.HeadSamplers;
import io.obsagent.engine.trace.Context;
import io.obsagent.engine.trace.Fragment;
import io.obsagent.engine.trace.InstrumentationScope;
import io.obsagent.engine.trace.RecordedSpan;
import io.obsagent.engine.trace.Span;
import io.obsagent.engine.trace.SpanKind;
import io.obsagent.engine.trace.SpanLimits;
import io.obsagent.engine.trace.Tracer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** An engine whose spans stay here. */
final class TestEngine {
  private static final InstrumentationScope SCOPE = InstrumentationScope.named("test");
  private static final long PATIENCE_MILLIS = 10_000;

  /** Guarded by itself. */
  private final List<RecordedSpan> spans = new ArrayList<>();

  /** Installs an engine with these settings: name, value, name, value… */
  static TestEngine install(String... settings) {
    Properties properties = new Properties();
    for (int i = 0; i < settings.length; i += 2) {
      properties.setProperty(settings[i], settings[i + 1]);
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    TestEngine engine = new TestEngine();
    Engine.install(
        configuration,
        new Tracer(
            HeadSamplers.configured(configuration, new ArrayList<>()),
            engine::accept,
            SpanLimits.DEFAULT),
        Propagators.configured(configuration));
    return engine;
  }

  private void accept(Fragment fragment) {
    synchronized (spans) {
      List<RecordedSpan> ofFragment = new ArrayList<>();
      for (RecordedSpan span = fragment.last(); span != null; span = Fragment.next(span)) {
        ofFragment.add(0, span);
      }
      spans.addAll(ofFragment);
      spans.notifyAll();
    }
  }

  /** A request to this process, on the calling thread, until it is closed. */
  Request request() {
    return request(Context.ROOT);
  }

  /** One that came with this context. */
  Request request(Context incoming) {
    return new Request(incoming);
  }

  static final class Request implements AutoCloseable {
    final Span span;
    private final Context before;

    private Request(Context incoming) {
      span = Engine.tracer().startRoot(incoming, SpanKind.SERVER, SCOPE, System.nanoTime());
      before = span.makeCurrent();
    }

    @Override
    public void close() {
      span.restore(before);
      span.end();
    }
  }

  /**
   * So many CLIENT spans, in the order in which they ended, of complete fragments. Waits for them.
   */
  List<RecordedSpan> clients(int count) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_MILLIS * 1_000_000;
    synchronized (spans) {
      while (clients().size() < count) {
        long left = (deadline - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
          break;
        }
        spans.wait(left);
      }
      List<RecordedSpan> found = clients();
      if (found.size() != count) {
        StringBuilder all = new StringBuilder();
        for (RecordedSpan span : found) {
          all.append('\n').append(describe(span));
        }
        throw new AssertionError(count + " CLIENT spans expected, not " + found.size() + all);
      }
      return found;
    }
  }

  RecordedSpan client() throws InterruptedException {
    return clients(1).get(0);
  }

  private List<RecordedSpan> clients() {
    List<RecordedSpan> clients = new ArrayList<>();
    for (RecordedSpan span : spans) {
      if (span.kind() == SpanKind.CLIENT) {
        clients.add(span);
      }
    }
    return clients;
  }

  static String describe(RecordedSpan span) {
    StringBuilder text = new StringBuilder(span.nameText());
    for (int i = 0; i < span.attributeCount(); i++) {
      text.append(' ').append(span.attributeKey(i)).append('=').append(span.attributeValue(i));
    }
    return text.toString();
  }
}
