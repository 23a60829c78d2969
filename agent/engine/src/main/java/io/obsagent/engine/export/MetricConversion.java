package io.obsagent.engine.export;

import io.obsagent.engine.metrics.Buckets;
import io.obsagent.engine.metrics.DurationHistogram;
import io.obsagent.engine.metrics.Exemplar;
import io.obsagent.engine.metrics.ExponentialBuckets;
import io.obsagent.engine.metrics.Instrument;
import io.obsagent.engine.metrics.MetricReading;
import io.obsagent.engine.metrics.Point;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.DoubleExemplarData;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramBuckets;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramData;
import io.opentelemetry.sdk.metrics.data.ExponentialHistogramPointData;
import io.opentelemetry.sdk.metrics.data.GaugeData;
import io.opentelemetry.sdk.metrics.data.HistogramData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.metrics.data.SumData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Our readings in OpenTelemetry's types: cumulative as they are read, or what came since the
 * reading before. Remembers the attributes of the series, and their last points for deltas, as long
 * as the series are there. Used by the metrics thread alone.
 */
final class MetricConversion {
  /** {@code otel.exporter.otlp.metrics.temporality.preference}. */
  enum Temporality {
    CUMULATIVE,
    DELTA,
    /** Delta where calls are counted; what is asked for at each reading stays cumulative. */
    LOW_MEMORY
  }

  private static final AttributeKey<Boolean> OVERFLOW =
      AttributeKey.booleanKey("otel.metric.overflow");
  private static final Attributes OVERFLOWED = Attributes.of(OVERFLOW, true);

  private final ExportNames names;
  private final Temporality temporality;
  private final boolean exponential;
  private final Map<Buckets, List<Double>> boundaries = new EnumMap<>(Buckets.class);
  private Map<Object, Seen> known = new IdentityHashMap<>();
  private long lastMillis;

  MetricConversion(ExportNames names, Temporality temporality, boolean exponential) {
    this.names = names;
    this.temporality = temporality;
    this.exponential = exponential;
  }

  /**
   * Converts a reading of everything. With deltas, a series in which nothing came is left out.
   *
   * @param nowMillis when it was read, since the epoch
   */
  List<MetricData> convert(List<MetricReading> readings, long nowMillis) {
    List<MetricData> metrics = new ArrayList<>(readings.size());
    Map<Object, Seen> now = new IdentityHashMap<>();
    for (MetricReading reading : readings) {
      Instrument instrument = reading.instrument();
      boolean delta = isDelta(instrument);
      List<Point> points = new ArrayList<>(reading.points().size());
      for (Point point : reading.points()) {
        Seen seen = known.get(point.series());
        Attributes attributes = seen == null ? attributes(instrument, point) : seen.attributes;
        now.put(point.series(), new Seen(attributes, point));
        Point came =
            delta && seen != null
                ? point.since(seen.point, Math.max(lastMillis, point.startMillis()))
                : point;
        if (!delta || came.count() != 0 || came.value() != 0) {
          points.add(came);
        }
      }
      if (!points.isEmpty()) {
        metrics.add(metric(instrument, points, now, delta, nowMillis));
      }
    }
    known = now;
    lastMillis = nowMillis;
    return metrics;
  }

  private boolean isDelta(Instrument instrument) {
    switch (temporality) {
      case DELTA:
        return instrument.kind() == Instrument.Kind.DURATION
            || instrument.kind() == Instrument.Kind.COUNTER;
      case LOW_MEMORY:
        return !instrument.isObserved()
            && (instrument.kind() == Instrument.Kind.DURATION
                || instrument.kind() == Instrument.Kind.COUNTER);
      default:
        return false;
    }
  }

  private Attributes attributes(Instrument instrument, Point point) {
    if (point.isOverflow()) {
      return OVERFLOWED;
    }
    AttributesBuilder attributes = Attributes.builder();
    for (int i = 0; i < instrument.keyCount(); i++) {
      Object value = point.value(i);
      if (value instanceof String) {
        attributes.put(AttributeKey.stringKey(instrument.key(i).name()), (String) value);
      } else if (value instanceof Long) {
        attributes.put(AttributeKey.longKey(instrument.key(i).name()), (Long) value);
      } else if (value instanceof Boolean) {
        attributes.put(AttributeKey.booleanKey(instrument.key(i).name()), (Boolean) value);
      }
    }
    return attributes.build();
  }

  private MetricData metric(
      Instrument instrument,
      List<Point> points,
      Map<Object, Seen> seen,
      boolean delta,
      long nowMillis) {
    AggregationTemporality counted =
        delta ? AggregationTemporality.DELTA : AggregationTemporality.CUMULATIVE;
    long end = TimeUnit.MILLISECONDS.toNanos(nowMillis);
    MetricDataType type;
    Data<?> data;
    if (instrument.kind() == Instrument.Kind.DURATION) {
      type = exponential ? MetricDataType.EXPONENTIAL_HISTOGRAM : MetricDataType.HISTOGRAM;
      data =
          exponential
              ? exponentials(points, seen, counted, end)
              : histograms((DurationHistogram) instrument, points, seen, counted, end);
    } else {
      boolean whole = points.get(0).isWhole();
      boolean gauge = instrument.kind() == Instrument.Kind.GAUGE;
      boolean up = instrument.kind() == Instrument.Kind.COUNTER;
      if (whole) {
        List<LongPointData> all = new ArrayList<>(points.size());
        for (Point point : points) {
          all.add(LongPointData.create(start(point), end, of(seen, point), point.wholeValue()));
        }
        type = gauge ? MetricDataType.LONG_GAUGE : MetricDataType.LONG_SUM;
        data =
            gauge
                ? GaugeData.createLongGaugeData(all)
                : SumData.createLongSumData(up, counted, all);
      } else {
        List<DoublePointData> all = new ArrayList<>(points.size());
        for (Point point : points) {
          all.add(
              DoublePointData.create(
                  start(point), end, of(seen, point), point.value(), Collections.emptyList()));
        }
        type = gauge ? MetricDataType.DOUBLE_GAUGE : MetricDataType.DOUBLE_SUM;
        data =
            gauge
                ? GaugeData.createDoubleGaugeData(all)
                : SumData.createDoubleSumData(up, counted, all);
      }
    }
    return new MetricView(names, instrument, type, data);
  }

  private HistogramData histograms(
      DurationHistogram histogram,
      List<Point> points,
      Map<Object, Seen> seen,
      AggregationTemporality counted,
      long end) {
    List<Double> edges = boundaries(histogram.buckets());
    List<HistogramPointData> all = new ArrayList<>(points.size());
    for (Point point : points) {
      List<Long> counts = new ArrayList<>(point.bucketCount());
      for (int i = 0; i < point.bucketCount(); i++) {
        counts.add(point.bucket(i));
      }
      all.add(
          new HistogramPointView(
              start(point), end, of(seen, point), point, edges, counts, exemplars(point)));
    }
    return HistogramData.create(counted, all);
  }

  private ExponentialHistogramData exponentials(
      List<Point> points, Map<Object, Seen> seen, AggregationTemporality counted, long end) {
    List<ExponentialHistogramPointData> all = new ArrayList<>(points.size());
    for (Point point : points) {
      ExponentialBuckets buckets = point.exponential();
      List<Long> counts = new ArrayList<>(buckets.size());
      for (int i = 0; i < buckets.size(); i++) {
        counts.add(buckets.count(i));
      }
      all.add(
          ExponentialHistogramPointData.create(
              buckets.scale(),
              point.sum(),
              0,
              false,
              0,
              false,
              0,
              ExponentialHistogramBuckets.create(buckets.scale(), buckets.offset(), counts),
              ExponentialHistogramBuckets.create(buckets.scale(), 0, Collections.<Long>emptyList()),
              start(point),
              end,
              of(seen, point),
              exemplars(point)));
    }
    return ExponentialHistogramData.create(counted, all);
  }

  /** Those that were not there at the reading before. */
  private List<DoubleExemplarData> exemplars(Point point) {
    Seen before = known.get(point.series());
    List<DoubleExemplarData> all = null;
    for (int i = 0; i < point.bucketCount(); i++) {
      Exemplar exemplar = point.exemplar(i);
      if (exemplar != null && (before == null || before.point.exemplar(i) != exemplar)) {
        all = all == null ? new ArrayList<>() : all;
        all.add(
            DoubleExemplarData.create(
                Attributes.empty(),
                TimeUnit.MILLISECONDS.toNanos(exemplar.atMillis()),
                SpanContext.create(
                    exemplar.traceIdHex(),
                    exemplar.spanIdHex(),
                    TraceFlags.getSampled(),
                    TraceState.getDefault()),
                exemplar.seconds()));
      }
    }
    return all == null ? Collections.emptyList() : all;
  }

  private List<Double> boundaries(Buckets buckets) {
    List<Double> edges = boundaries.get(buckets);
    if (edges == null) {
      edges = new ArrayList<>(buckets.size());
      for (int i = 0; i < buckets.size(); i++) {
        edges.add(buckets.edge(i));
      }
      boundaries.put(buckets, edges);
    }
    return edges;
  }

  private static Attributes of(Map<Object, Seen> seen, Point point) {
    return seen.get(point.series()).attributes;
  }

  private static long start(Point point) {
    return TimeUnit.MILLISECONDS.toNanos(point.startMillis());
  }

  private static final class Seen {
    private final Attributes attributes;
    private final Point point;

    Seen(Attributes attributes, Point point) {
      this.attributes = attributes;
      this.point = point;
    }
  }
}
