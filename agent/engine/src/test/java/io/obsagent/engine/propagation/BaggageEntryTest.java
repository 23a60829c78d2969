package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaggageEntryTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "tenant=blue | blue",
        "a=b,tenant=blue,c=d | blue",
        "a=b , tenant = blue ; ttl=5 , c=d | blue",
        "tenant=blue,tenant=red | blue",
        "tenant=a=b | a=b",
        "tenant=%C3%A9t%C3%A9%20x | été x",
        "tenant=100% | 100%",
        "tenant= | ''",
        "xtenant=a,tenantx=b,Tenant=c | -",
        "a=b;tenant=x | -",
        "tenant | -",
        "tenant,a=b | -",
        "=x,,;,= | -",
        "'' | -",
        "- | -",
      })
  void isFoundByItsKey(String list, String value) {
    assertThat(BaggageEntry.value(list, "tenant")).isEqualTo(value);
  }
}
