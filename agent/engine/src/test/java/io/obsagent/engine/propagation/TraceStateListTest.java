package io.obsagent.engine.propagation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of the W3C's validation suite for {@code tracestate}, strict ones included. */
class TraceStateListTest {
  private static String read(String... values) {
    Headers headers = new Headers();
    for (String value : values) {
      headers.with("TraceState", value);
    }
    return TraceStateList.read(headers, Headers.READER);
  }

  static Stream<String> valid() {
    String keyCharacters = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    String valueCharacters =
        IntStream.rangeClosed(0x20, 0x7e)
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return Stream.of(
        "foo=1",
        "foo=1,bar=2",
        "foo=1,foo=1",
        "foo=1,foo=2",
        "foo=1 \t , \t bar=2, \t baz=3",
        "foo=1,,bar=2,",
        "foo= 1",
        keyCharacters + "=" + valueCharacters,
        keyCharacters + "@a-z0-9_-*/=" + valueCharacters,
        "foo@=1,bar=2",
        "foo@@bar=1,bar=2",
        "foo@bar@baz=1,bar=2",
        "0foo=1",
        "z".repeat(256) + "=1",
        "t".repeat(242) + "@v=1",
        "foo=" + "v".repeat(256),
        members(1, 32));
  }

  private static String members(int from, int to) {
    return IntStream.rangeClosed(from, to)
        .mapToObj("bar%02d=%<02d"::formatted)
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aValidListStaysTheSameString(String value) {
    assertThat(read(value)).isSameAs(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ",",
        "foo",
        "foo=",
        "=1",
        "foo =1",
        "FOO=1",
        "foo.bar=1",
        "@foo=1,bar=2",
        "_a=1",
        "foo=bar=baz",
        "foo=,bar=3",
        "foo=1\u0001",
        "foo=a\tb",
        "foo=ü",
        "foo=1,b"
      })
  void aMalformedListIsNone(String value) {
    assertThat(read(value)).isNull();
  }

  @Test
  void tooLongKeysAndValuesAndTooManyMembersAreNone() {
    assertThat(read("foo=1", "z".repeat(257) + "=1")).isNull();
    assertThat(read("foo=" + "v".repeat(257))).isNull();
    assertThat(read(members(1, 10), members(11, 33))).isNull();
  }

  @Test
  void severalHeadersAreOneList() {
    assertThat(read("foo=1,bar=2", "rojo=1,congo=2", "baz=3"))
        .isEqualTo("foo=1,bar=2,rojo=1,congo=2,baz=3");
    assertThat(read("foo=1", "")).isEqualTo("foo=1");
    assertThat(read("", "foo=1")).isEqualTo("foo=1");
    assertThat(read()).isNull();
  }

  @Test
  void aListThatIsTooLongLosesLargeMembersThenThoseAtItsEnd() {
    String large = "big=" + "v".repeat(200);
    String small = "a=" + "v".repeat(98);

    assertThat(read(String.join(",", small, large, small, small, small)))
        .as("the large one is enough")
        .isEqualTo(String.join(",", small, small, small, small));
    assertThat(read(String.join(",", small, large, small, small, small, small, small)))
        .as("505 characters: one of 100 more would not fit")
        .isEqualTo(String.join(",", small, small, small, small, small));
    assertThat(read(String.join(",", large, large, large))).isNull();
  }
}
