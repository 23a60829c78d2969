package io.obsagent.instrumentation.httpclient;

import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Apache HttpAsyncClient 4. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
class Apache4AsyncContractTest extends AsyncHttpClientContractTest {
  @Parameter(0)
  ClientVersion version;

  static List<ClientVersion> versions() {
    String driver = "com.example.apache4.AsyncClientDriver";
    return ClientVersion.chosen(
        List.of(
            new ClientVersion("httpasyncclient-4.0.2", driver),
            new ClientVersion("httpasyncclient-4.1.5", driver)));
  }

  @Override
  HttpClientDriver open() throws Exception {
    return version.open();
  }
}
