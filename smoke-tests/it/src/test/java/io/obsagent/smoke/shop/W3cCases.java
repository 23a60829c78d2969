package io.obsagent.smoke.shop;

import static io.obsagent.smoke.shop.W3cCase.PARENT_ID;
import static io.obsagent.smoke.shop.W3cCase.TRACE_ID;
import static io.obsagent.smoke.shop.W3cCase.headers;
import static io.obsagent.smoke.shop.W3cCase.parent;
import static io.obsagent.smoke.shop.W3cCase.states;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cases of the W3C's own test suite for Trace Context, levels 1 and 2, told anew: a row has the
 * name of the case there. Rows below "ours" are what the recommendation says and that suite does
 * not ask.
 *
 * @see <a href="https://github.com/w3c/trace-context/tree/main/test">The suite</a>
 */
final class W3cCases {

  private static final String VALID = "00-" + TRACE_ID + "-" + PARENT_ID + "-01";
  private static final String VALID_LINE = "traceparent: " + VALID;

  private W3cCases() {}

  static List<W3cCase> all() {
    List<W3cCase> all = new ArrayList<>();
    all.addAll(traceparent());
    all.addAll(illFormed());
    all.addAll(space());
    all.addAll(tracestate());
    all.addAll(tracestateGrammar());
    all.addAll(tracestateLimits());
    all.addAll(ours());
    return all;
  }

  private static List<W3cCase> traceparent() {
    return List.of(
        headers("both_missing"),
        parent("included_tracestate_missing", VALID).goesOn(),
        headers(
            "duplicated",
            "traceparent: 00-12345678901234567890123456789011-1234567890123456-01",
            VALID_LINE),
        headers("header_name trace-parent", "trace-parent: " + VALID),
        headers("header_name trace.parent", "trace.parent: " + VALID),
        headers("casing TraceParent", "TraceParent: " + VALID).goesOn(),
        headers("casing TrAcEpArEnT", "TrAcEpArEnT: " + VALID).goesOn(),
        headers("casing TRACEPARENT", "TRACEPARENT: " + VALID).goesOn(),
        parent("version_0x00 trailing dot", VALID + "."),
        parent("version_0x00 trailing field", VALID + "-what-the-future-will-be-like"),
        parent("version_0xcc", "cc" + VALID.substring(2)).goesOn(),
        parent("version_0xcc more fields", "cc" + VALID.substring(2) + "-what-the-future-will-be")
            .goesOn(),
        parent("version_0xcc other separator", "cc" + VALID.substring(2) + ".what-the-future"),
        parent("version_0xff", "ff" + VALID.substring(2)),
        parent("propagates_random_flag", "00-" + TRACE_ID + "-" + PARENT_ID + "-02")
            .goesOn()
            .withFlags(0x02));
  }

  private static List<W3cCase> illFormed() {
    String end = "-" + PARENT_ID + "-01";
    String start = "00-" + TRACE_ID + "-";
    return List.of(
        parent("version_illegal_characters .0", ".0-" + TRACE_ID + end),
        parent("version_illegal_characters 0.", "0.-" + TRACE_ID + end),
        parent("version_too_long 000", "000-" + TRACE_ID + end),
        parent("version_too_long 0000", "0000-" + TRACE_ID + end),
        parent("version_too_short", "0-" + TRACE_ID + end),
        parent("trace_id_all_zero", "00-00000000000000000000000000000000" + end),
        parent("trace_id_illegal_characters first", "00-.2345678901234567890123456789012" + end),
        parent("trace_id_illegal_characters last", "00-1234567890123456789012345678901." + end),
        parent("trace_id_too_long", "00-123456789012345678901234567890123" + end),
        parent("trace_id_too_short", "00-1234567890123456789012345678901" + end),
        parent("parent_id_all_zero", start + "0000000000000000-01"),
        parent("parent_id_illegal_characters first", start + ".234567890123456-01"),
        parent("parent_id_illegal_characters last", start + "123456789012345.-01"),
        parent("parent_id_too_long", start + "12345678901234567-01"),
        parent("parent_id_too_short", start + "123456789012345-01"),
        parent("trace_flags_illegal_characters .0", start + PARENT_ID + "-.0"),
        parent("trace_flags_illegal_characters 0.", start + PARENT_ID + "-0."),
        parent("trace_flags_too_long", start + PARENT_ID + "-001"),
        parent("trace_flags_too_short", start + PARENT_ID + "-1"));
  }

  private static List<W3cCase> space() {
    return List.of(
        parent("ows_handling leading space", " " + VALID).goesOn(),
        parent("ows_handling leading tab", "\t" + VALID).goesOn(),
        parent("ows_handling trailing space", VALID + " ").goesOn(),
        parent("ows_handling trailing tab", VALID + "\t").goesOn(),
        parent("ows_handling all of it", "\t " + VALID + " \t").goesOn());
  }

  private static List<W3cCase> tracestate() {
    return List.of(
        headers("tracestate_included_traceparent_missing", "tracestate: foo=1").withState(),
        headers("tracestate_included_traceparent_missing two", "tracestate: foo=1,bar=2")
            .withState(),
        states("tracestate_included_traceparent_included", "foo=1,bar=2")
            .withState("foo=1", "bar=2"),
        headers("tracestate_header_name trace-state", VALID_LINE, "trace-state: foo=1")
            .goesOn()
            .withState(),
        headers("tracestate_header_name trace.state", VALID_LINE, "trace.state: foo=1")
            .goesOn()
            .withState(),
        headers("tracestate casing TraceState", VALID_LINE, "TraceState: foo=1")
            .goesOn()
            .withState("foo=1"),
        headers("tracestate casing TrAcEsTaTe", VALID_LINE, "TrAcEsTaTe: foo=1")
            .goesOn()
            .withState("foo=1"),
        headers("tracestate casing TRACESTATE", VALID_LINE, "TRACESTATE: foo=1")
            .goesOn()
            .withState("foo=1"),
        states("tracestate_empty_header", "").withState(),
        states("tracestate_empty_header after", "foo=1", "").withState("foo=1"),
        states("tracestate_empty_header before", "", "foo=1").withState("foo=1"),
        states("tracestate_multiple_headers", "foo=1,bar=2", "rojo=1,congo=2", "baz=3")
            .withState("foo=1", "bar=2", "rojo=1", "congo=2", "baz=3"),
        // The suite leaves open which one stays; we leave what others wrote as it is.
        states("tracestate_duplicated_keys same", "foo=1,foo=1").withState("foo=1", "foo=1"),
        states("tracestate_duplicated_keys other", "foo=1,foo=2").withState("foo=1", "foo=2"),
        states("tracestate_duplicated_keys headers", "foo=1", "foo=1").withState("foo=1", "foo=1"),
        states("tracestate_duplicated_keys other headers", "foo=1", "foo=2")
            .withState("foo=1", "foo=2"));
  }

  private static List<W3cCase> tracestateGrammar() {
    String key = "abcdefghijklmnopqrstuvwxyz0123456789_-*/";
    String value =
        IntStream.rangeClosed(' ', '~')
            .filter(c -> c != ',' && c != '=')
            .mapToObj(Character::toString)
            .collect(Collectors.joining());
    return List.of(
        states("tracestate_all_allowed_characters", key + "=" + value).withState(key + "=" + value),
        states("tracestate_all_allowed_characters vendor", key + "@a-z0-9_-*/=" + value)
            .withState(key + "@a-z0-9_-*/=" + value),
        states("tracestate_ows_handling spaces", "foo=1 \t , \t bar=2, \t baz=3")
            .withState("foo=1", "bar=2", "baz=3"),
        states("tracestate_ows_handling tabs", "foo=1\t \t,\t \tbar=2,\t \tbaz=3")
            .withState("foo=1", "bar=2", "baz=3"),
        states("tracestate_ows_handling leading space", " foo=1").withState("foo=1"),
        states("tracestate_ows_handling leading tab", "\tfoo=1").withState("foo=1"),
        states("tracestate_ows_handling trailing space", "foo=1 ").withState("foo=1"),
        states("tracestate_ows_handling trailing tab", "foo=1\t").withState("foo=1"),
        states("tracestate_ows_handling all of it", "\t foo=1 \t").withState("foo=1"),
        states("tracestate_key_illegal_characters space", "foo =1").withState(),
        states("tracestate_key_illegal_characters capitals", "FOO=1").withState(),
        states("tracestate_key_illegal_characters dot", "foo.bar=1").withState(),
        states("tracestate_key_vendor at the end", "foo@=1,bar=2").withState("foo@=1", "bar=2"),
        states("tracestate_key_vendor at the beginning", "@foo=1,bar=2").withState(),
        states("tracestate_key_vendor twice", "foo@@bar=1,bar=2").withState("foo@@bar=1", "bar=2"),
        states("tracestate_key_vendor two", "foo@bar@baz=1,bar=2")
            .withState("foo@bar@baz=1", "bar=2"),
        states("tracestate_value_illegal_characters", "foo=bar=baz").withState(),
        states("tracestate_value_illegal_characters empty", "foo=,bar=3").withState());
  }

  private static List<W3cCase> tracestateLimits() {
    String longest = "z".repeat(256) + "=1";
    String vendor = "t".repeat(241) + "@" + "v".repeat(14) + "=1";
    String longTenant = "t".repeat(242) + "@v=1";
    String longSystem = "t@" + "v".repeat(15) + "=1";
    String[] members =
        IntStream.rangeClosed(1, 32)
            .mapToObj(i -> String.format("bar%02d=%02d", i, i))
            .toArray(String[]::new);
    String[] first31 = List.of(members).subList(0, 31).toArray(String[]::new);
    String list = String.join(",", members);
    return List.of(
        // One goes from the right for the member that our sampler puts in front.
        states("tracestate_member_count_limit 32", list).withState(first31),
        states(
                "tracestate_member_count_limit 32 in headers",
                String.join(",", List.of(members).subList(0, 10)),
                String.join(",", List.of(members).subList(10, 32)))
            .withState(first31),
        states("tracestate_member_count_limit 33", list + ",bar33=33").withState(),
        states("tracestate_member_count_limit 33 in headers", list, "bar33=33").withState(),
        states("tracestate_key_length_limit 256", "foo=1", longest).withState("foo=1", longest),
        states("tracestate_key_length_limit 257", "foo=1", "z" + longest).withState(),
        states("tracestate_key_length_limit vendor", "foo=1", vendor).withState("foo=1", vendor),
        states("tracestate_key_length_limit tenant", "foo=1", longTenant)
            .withState("foo=1", longTenant),
        states("tracestate_key_length_limit system", "foo=1", longSystem)
            .withState("foo=1", longSystem));
  }

  private static List<W3cCase> ours() {
    String member = "=" + "v".repeat(120);
    return List.of(
        parent("ours: sampled and random", "00-" + TRACE_ID + "-" + PARENT_ID + "-03")
            .goesOn()
            .withFlags(0x03),
        parent("ours: flags nobody knows yet", "00-" + TRACE_ID + "-" + PARENT_ID + "-fd")
            .goesOn()
            .withFlags(0xfd),
        parent("ours: flags of a later version", "cc-" + TRACE_ID + "-" + PARENT_ID + "-ff")
            .goesOn()
            .withFlags(0x03),
        parent("ours: capital letters", "00-ABCDEF78901234567890123456789012-1234567890123456-01"),
        parent("ours: empty", ""),
        parent("ours: two in one line", VALID + "," + VALID),
        parent(
                "ours: 4000 characters of a later version",
                "01" + VALID.substring(2) + "-" + "x".repeat(4000))
            .goesOn(),
        parent("ours: 4000 characters of this version", VALID + "-" + "x".repeat(4000)),
        headers("ours: the same twice", VALID_LINE, VALID_LINE),
        states("ours: value of 256 characters", "foo=" + "v".repeat(256))
            .withState("foo=" + "v".repeat(256)),
        states("ours: value of 257 characters", "foo=" + "v".repeat(257)).withState(),
        states("ours: not ASCII", "foo=\u00e4").withState(),
        // Everyone must carry 512 characters; whole members go, the large ones first.
        states(
                "ours: too long for all of it",
                "a" + member + ",big=" + "b".repeat(200) + ",c" + member + ",d" + member)
            .withState("a" + member, "c" + member, "d" + member),
        headers("ours: a state without its valid parent", "traceparent: 00-x", "tracestate: foo=1")
            .withState());
  }
}
