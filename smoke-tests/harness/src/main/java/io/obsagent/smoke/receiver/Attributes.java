package io.obsagent.smoke.receiver;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP's key-values as Java values: String, Long, Double, Boolean, List, Map or byte[]. */
final class Attributes {

  private Attributes() {}

  static Map<String, Object> map(List<KeyValue> pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (KeyValue pair : pairs) {
      if (map.containsKey(pair.getKey())) {
        throw new AssertionError("Attribute " + pair.getKey() + " was sent twice: " + pairs);
      }
      map.put(pair.getKey(), value(pair.getValue()));
    }
    return Collections.unmodifiableMap(map);
  }

  static Object value(AnyValue value) {
    return switch (value.getValueCase()) {
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case INT_VALUE -> value.getIntValue();
      case DOUBLE_VALUE -> value.getDoubleValue();
      case ARRAY_VALUE ->
          value.getArrayValue().getValuesList().stream().map(Attributes::value).toList();
      case KVLIST_VALUE -> map(value.getKvlistValue().getValuesList());
      case BYTES_VALUE -> value.getBytesValue().toByteArray();
      default -> "";
    };
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }
}
