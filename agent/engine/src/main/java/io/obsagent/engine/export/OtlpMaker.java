package io.obsagent.engine.export;

import io.obsagent.engine.resource.Resource;
import io.obsagent.engine.resource.ResourceDetector;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.util.Map;

/** Makes the OTLP exporter when it is needed: until then none of OpenTelemetry is loaded. */
final class OtlpMaker implements AutoOtlpExporter.Found {
  private final OtlpSettings settings;
  private final ResourceDetector resource;
  private final String version;
  private final BufferLimit limit;
  private final ExportSchedule schedule;
  private final int exportTimeoutMillis;

  OtlpMaker(
      OtlpSettings settings,
      ResourceDetector resource,
      String version,
      BufferLimit limit,
      ExportSchedule schedule,
      int exportTimeoutMillis) {
    this.settings = settings;
    this.resource = resource;
    this.version = version;
    this.limit = limit;
    this.schedule = schedule;
    this.exportTimeoutMillis = exportTimeoutMillis;
  }

  @Override
  public FragmentExporter exporter() {
    return new OtlpTraceExporter(
        settings, converted(resource.resource()), version, limit, schedule, exportTimeoutMillis);
  }

  static io.opentelemetry.sdk.resources.Resource converted(Resource resource) {
    AttributesBuilder attributes = Attributes.builder();
    for (Map.Entry<String, Object> attribute : resource.attributes().entrySet()) {
      Object value = attribute.getValue();
      if (value instanceof Long) {
        attributes.put(attribute.getKey(), (Long) value);
      } else {
        attributes.put(attribute.getKey(), value.toString());
      }
    }
    return io.opentelemetry.sdk.resources.Resource.create(attributes.build());
  }
}
