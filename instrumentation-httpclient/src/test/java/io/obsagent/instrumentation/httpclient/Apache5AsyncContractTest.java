package io.obsagent.instrumentation.httpclient;

import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Apache HttpClient 5, asynchronous. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
class Apache5AsyncContractTest extends AsyncHttpClientContractTest {
  @Parameter(0)
  ClientVersion version;

  static List<ClientVersion> versions() {
    String driver = "com.example.apache5.AsyncDriver";
    return ClientVersion.chosen(
        List.of(
            new ClientVersion("httpclient5-5.0.4", driver),
            new ClientVersion("httpclient5-5.2.3", driver),
            new ClientVersion("httpclient5-5.6.5", driver)));
  }

  @Override
  HttpClientDriver open() throws Exception {
    return version.open();
  }
}
