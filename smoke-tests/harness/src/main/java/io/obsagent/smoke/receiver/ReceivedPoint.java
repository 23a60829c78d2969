package io.obsagent.smoke.receiver;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Exemplar;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One data point with its metric's facts beside it. A number has its value in {@code sum} and a
 * {@code count} of 1; a histogram has both, and buckets unless it is exponential (see {@code
 * proto}).
 */
public record ReceivedPoint(
    String metric,
    String unit,
    Metric.DataCase type,
    AggregationTemporality temporality,
    Map<String, Object> attributes,
    long startNanos,
    long timeNanos,
    long count,
    double sum,
    List<Double> bounds,
    List<Long> buckets,
    List<Sample> exemplars,
    Map<String, Object> resource,
    ReceivedSpan.Scope scope,
    Metric proto) {

  /** An exemplar: one measured call and its trace. */
  public record Sample(double value, String traceId, String spanId) {}

  static List<ReceivedPoint> listOf(ExportMetricsServiceRequest request) {
    List<ReceivedPoint> points = new ArrayList<>();
    for (ResourceMetrics resourceMetrics : request.getResourceMetricsList()) {
      Map<String, Object> resource =
          Attributes.map(resourceMetrics.getResource().getAttributesList());
      for (ScopeMetrics scopeMetrics : resourceMetrics.getScopeMetricsList()) {
        ReceivedSpan.Scope scope = ReceivedSpan.Scope.of(scopeMetrics.getScope());
        for (Metric metric : scopeMetrics.getMetricsList()) {
          new Decoder(metric, resource, scope, points).decode();
        }
      }
    }
    return points;
  }

  /** Whether the point has at least these attributes; whole numbers may be int or long. */
  public boolean has(Map<String, Object> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            entry -> {
              Object value = entry.getValue();
              Object expected = value instanceof Integer number ? Long.valueOf(number) : value;
              return expected.equals(attributes.get(entry.getKey()));
            });
  }

  @Override
  public String toString() {
    return metric + attributes + " count=" + count + " sum=" + sum + unit;
  }

  private record Decoder(
      Metric metric,
      Map<String, Object> resource,
      ReceivedSpan.Scope scope,
      List<ReceivedPoint> points) {

    void decode() {
      switch (metric.getDataCase()) {
        case GAUGE ->
            metric
                .getGauge()
                .getDataPointsList()
                .forEach(
                    point ->
                        number(point, AggregationTemporality.AGGREGATION_TEMPORALITY_UNSPECIFIED));
        case SUM ->
            metric
                .getSum()
                .getDataPointsList()
                .forEach(point -> number(point, metric.getSum().getAggregationTemporality()));
        case HISTOGRAM -> metric.getHistogram().getDataPointsList().forEach(this::histogram);
        case EXPONENTIAL_HISTOGRAM ->
            metric
                .getExponentialHistogram()
                .getDataPointsList()
                .forEach(
                    point ->
                        add(
                            metric.getExponentialHistogram().getAggregationTemporality(),
                            Attributes.map(point.getAttributesList()),
                            point.getStartTimeUnixNano(),
                            point.getTimeUnixNano(),
                            point.getCount(),
                            point.getSum(),
                            List.of(),
                            List.of(),
                            samples(point.getExemplarsList())));
        default -> throw new AssertionError("Nobody should send this: " + metric);
      }
    }

    private void number(NumberDataPoint point, AggregationTemporality temporality) {
      add(
          temporality,
          Attributes.map(point.getAttributesList()),
          point.getStartTimeUnixNano(),
          point.getTimeUnixNano(),
          1,
          point.hasAsInt() ? point.getAsInt() : point.getAsDouble(),
          List.of(),
          List.of(),
          samples(point.getExemplarsList()));
    }

    private void histogram(HistogramDataPoint point) {
      add(
          metric.getHistogram().getAggregationTemporality(),
          Attributes.map(point.getAttributesList()),
          point.getStartTimeUnixNano(),
          point.getTimeUnixNano(),
          point.getCount(),
          point.getSum(),
          List.copyOf(point.getExplicitBoundsList()),
          List.copyOf(point.getBucketCountsList()),
          samples(point.getExemplarsList()));
    }

    private void add(
        AggregationTemporality temporality,
        Map<String, Object> attributes,
        long startNanos,
        long timeNanos,
        long count,
        double sum,
        List<Double> bounds,
        List<Long> buckets,
        List<Sample> exemplars) {
      points.add(
          new ReceivedPoint(
              metric.getName(),
              metric.getUnit(),
              metric.getDataCase(),
              temporality,
              attributes,
              startNanos,
              timeNanos,
              count,
              sum,
              bounds,
              buckets,
              exemplars,
              resource,
              scope,
              metric));
    }

    private static List<Sample> samples(List<Exemplar> exemplars) {
      return exemplars.stream()
          .map(
              exemplar ->
                  new Sample(
                      exemplar.hasAsInt() ? exemplar.getAsInt() : exemplar.getAsDouble(),
                      Attributes.hex(exemplar.getTraceId()),
                      Attributes.hex(exemplar.getSpanId())))
          .toList();
    }
  }
}
