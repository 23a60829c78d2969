package io.obsagent.engine.propagation;

import io.obsagent.engine.config.Configuration;
import io.obsagent.engine.config.Options;
import io.obsagent.engine.trace.Context;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Makes the propagator that {@code otel.propagators} asks for. */
public final class Propagators {
  private Propagators() {}

  /** All that are configured, as one. */
  public static Propagator configured(Configuration configuration) {
    List<String> names = configuration.get(Options.PROPAGATORS);
    List<TraceFormat> formats = new ArrayList<>();
    boolean baggage = false;
    for (String name : names) {
      switch (name) {
        case "tracecontext":
          formats.add(new TraceParentFormat());
          break;
        case "b3":
          formats.add(new B3Format(true));
          break;
        case "b3multi":
          formats.add(new B3Format(false));
          break;
        case "jaeger":
          formats.add(new JaegerFormat());
          break;
        default:
          baggage = true;
          break;
      }
    }
    boolean requestId = !configuration.get(Options.REQUEST_ID_MODE).equals("off");
    return new Composite(formats.toArray(new TraceFormat[0]), baggage, requestId);
  }

  private static final class Composite implements Propagator {
    private final TraceFormat[] formats;
    private final boolean baggage;
    private final boolean requestId;

    Composite(TraceFormat[] formats, boolean baggage, boolean requestId) {
      this.formats = formats;
      this.baggage = baggage;
      this.requestId = requestId;
    }

    @Override
    public <C> Context extract(C carrier, HeaderReader<C> reader) {
      Context context = extractTrace(carrier, reader);
      String id = requestId ? RequestId.read(carrier, reader) : null;
      return id == null ? context : context.withRequestId(id);
    }

    private <C> Context extractTrace(C carrier, HeaderReader<C> reader) {
      String incoming = baggage ? BaggageList.read(carrier, reader) : null;
      // OpenTelemetry lets each format overwrite those before it: so the last one counts.
      for (int i = formats.length - 1; i >= 0; i--) {
        Context context = formats[i].extract(carrier, reader, incoming);
        if (context != null) {
          return context;
        }
      }
      return incoming == null ? Context.ROOT : Context.remote(0, 0, 0, 0, null, incoming);
    }

    @Override
    public <C> void inject(Context context, C carrier, HeaderWriter<C> writer) {
      if (context.hasTrace()) {
        for (TraceFormat format : formats) {
          format.inject(context, carrier, writer);
        }
      }
      if (baggage && context.baggage() != null) {
        writer.set(carrier, BaggageList.BAGGAGE, context.baggage());
      }
      if (requestId && context.requestId() != null) {
        writer.set(carrier, RequestId.HEADER, context.requestId());
      }
    }

    @Override
    public <C> Context injectUnlessOther(
        Context context, C carrier, HeaderReader<C> reader, HeaderWriter<C> writer) {
      if (context.hasTrace()) {
        Context present = present(carrier, reader);
        if (present != null && !present.sameTrace(context)) {
          return present;
        }
        for (TraceFormat format : formats) {
          format.inject(context, carrier, writer);
          format.removeStale(context, carrier, reader, writer);
        }
      }
      if (baggage
          && context.baggage() != null
          && reader.first(carrier, BaggageList.BAGGAGE) == null) {
        writer.set(carrier, BaggageList.BAGGAGE, context.baggage());
      }
      if (requestId
          && context.requestId() != null
          && reader.first(carrier, RequestId.HEADER) == null) {
        writer.set(carrier, RequestId.HEADER, context.requestId());
      }
      return null;
    }

    private <C> Context present(C carrier, HeaderReader<C> reader) {
      for (int i = formats.length - 1; i >= 0; i--) {
        Context context = formats[i].extract(carrier, reader, null);
        if (context != null) {
          return context.hasTrace() ? context : null;
        }
      }
      return null;
    }

    @Override
    public List<String> fields() {
      List<String> fields = new ArrayList<>();
      for (TraceFormat format : formats) {
        fields.addAll(Arrays.asList(format.fields()));
      }
      if (baggage) {
        fields.add(BaggageList.BAGGAGE);
      }
      return Collections.unmodifiableList(fields);
    }
  }
}
