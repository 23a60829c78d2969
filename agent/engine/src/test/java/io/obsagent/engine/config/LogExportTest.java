package io.obsagent.engine.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogExportTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
                                                                          | NONE
          otel.exporter.otlp.endpoint=http://c:4318                       | KEPT
          otel.exporter.otlp.protocol=grpc                                | KEPT
          otel.exporter.otlp.logs.endpoint=http://c:4318/v1/logs          | KEPT
          otel.exporter.otlp.traces.endpoint=http://c:4318/v1/traces      | NONE
          otel.traces.exporter=otlp                                       | KEPT
          otel.traces.exporter=console                                    | NONE
          otel.traces.exporter=none otel.exporter.otlp.endpoint=http://c  | NONE
          otel.traces.exporter=none otel.logs.exporter=otlp               | ALL
          otel.logs.exporter=otlp                                         | ALL
          otel.logs.exporter=none otel.exporter.otlp.endpoint=http://c    | NONE
          otel.logs.exporter=otlp obs.logs.export=kept                    | KEPT
          otel.logs.exporter=none obs.logs.export=all                     | ALL
          obs.logs.export=none otel.exporter.otlp.endpoint=http://c       | NONE
          obs.logs.export=all otel.sdk.disabled=true                      | NONE
          """)
  void whichRecordsAreExported(String settings, LogExport expected) {
    Properties properties = new Properties();
    if (settings != null) {
      for (String setting : settings.split(" ")) {
        properties.setProperty(setting.split("=")[0], setting.split("=")[1]);
      }
    }
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    assertThat(configuration.complaints()).isEmpty();
    assertThat(LogExport.of(configuration)).isEqualTo(expected);
    assertThat(configuration.isInstrumentationEnabled("logback-appender"))
        .isEqualTo(expected != LogExport.NONE);
  }

  @ParameterizedTest
  @CsvSource({"'error,log_error',true", "'error',false"})
  void loggersAreListenedToForTheTailSampler(String rules, boolean expected) {
    Properties properties = new Properties();
    properties.setProperty("obs.sampling.tail", rules);
    Configuration configuration = ConfigurationReader.read(properties, Map.of(), null);
    assertThat(LogExport.of(configuration)).isEqualTo(LogExport.NONE);
    assertThat(configuration.isInstrumentationEnabled("logback-appender")).isEqualTo(expected);
  }
}
