package io.obsagent.smoke.http;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A response as it came over the wire; header names in lower case. */
public record RawResponse(
    String statusLine, int status, Map<String, List<String>> headers, String body) {

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .map(values -> values.get(0));
  }
}
