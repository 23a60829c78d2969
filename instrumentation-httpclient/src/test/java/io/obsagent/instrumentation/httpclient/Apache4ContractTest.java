package io.obsagent.instrumentation.httpclient;

import java.util.List;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Apache HttpClient 4, by its old classes and by its builder. */
@ParameterizedClass(name = "{0}")
@MethodSource("versions")
class Apache4ContractTest extends HttpClientContractTest {
  @Parameter(0)
  ClientVersion version;

  static List<ClientVersion> versions() {
    String old = "com.example.apache4.DefaultClientDriver";
    String built = "com.example.apache4.BuiltClientDriver";
    return ClientVersion.chosen(
        List.of(
            new ClientVersion("httpclient-4.0.3", old),
            new ClientVersion("httpclient-4.1.3", old),
            new ClientVersion("httpclient-4.2.6", old),
            new ClientVersion("httpclient-4.3.6", old),
            new ClientVersion("httpclient-4.3.6", built),
            new ClientVersion("httpclient-4.4.1", built),
            new ClientVersion("httpclient-4.5.14", old),
            new ClientVersion("httpclient-4.5.14", built)));
  }

  @Override
  HttpClientDriver open() throws Exception {
    return version.open();
  }
}
