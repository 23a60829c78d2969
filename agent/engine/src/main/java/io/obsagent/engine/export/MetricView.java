package io.obsagent.engine.export;

import io.obsagent.engine.metrics.Instrument;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.metrics.data.Data;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.data.MetricDataType;
import io.opentelemetry.sdk.resources.Resource;

/** One metric as OpenTelemetry's exporter wants to see it. Immutable. */
final class MetricView implements MetricData {
  private final ExportNames names;
  private final Instrument instrument;
  private final MetricDataType type;
  private final Data<?> data;

  MetricView(ExportNames names, Instrument instrument, MetricDataType type, Data<?> data) {
    this.names = names;
    this.instrument = instrument;
    this.type = type;
    this.data = data;
  }

  @Override
  public Resource getResource() {
    return names.resource();
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return names.scope(instrument.scope());
  }

  @Override
  public String getName() {
    return instrument.name();
  }

  @Override
  public String getDescription() {
    return instrument.description();
  }

  @Override
  public String getUnit() {
    return instrument.unit();
  }

  @Override
  public MetricDataType getType() {
    return type;
  }

  @Override
  public Data<?> getData() {
    return data;
  }
}
