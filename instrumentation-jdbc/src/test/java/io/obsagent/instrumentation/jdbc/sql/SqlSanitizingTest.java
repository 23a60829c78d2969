package io.obsagent.instrumentation.jdbc.sql;

import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.ANSI;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.CLICKHOUSE;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.DEFAULT;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.MYSQL;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.ORACLE;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.POSTGRESQL;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.SQLITE;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.SQLSERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SqlSanitizingTest {

  private static String text(String sql, SqlDialect dialect) {
    return SqlScanner.scan(sql, dialect).text();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void readAlikeEverywhere(String sql, String expected) {
    for (SqlDialect dialect : SqlDialect.values()) {
      assertThat(text(sql, dialect)).as("%s", dialect).isEqualTo(expected);
      assertThat(text(expected, dialect)).as("%s, again", dialect).isEqualTo(expected);
    }
  }

  static Stream<Arguments> readAlikeEverywhere() {
    return Stream.of(
        arguments("SELECT * FROM t WHERE a = 'x'", "SELECT * FROM t WHERE a = ?"),
        arguments("SELECT * FROM t WHERE a='it''s'", "SELECT * FROM t WHERE a=?"),
        arguments("SELECT '' , ''''", "SELECT ? , ?"),
        arguments("select 1, 1.5, .5, 5., 1e10, 1E-5, 1.5e+3", "select ?, ?, ?, ?, ?, ?, ?"),
        arguments("select 0xCAFE, 0b01, 12_000, 7L, 3d", "select ?, ?, ?, ?, ?"),
        arguments("where a = -5 and b=+7 and c - 5 > d -5", "where a = ? and b=? and c - ? > d -?"),
        arguments("limit 5 offset -1", "limit ? offset ?"),
        arguments(
            "select table1.col2, t3._4x from table1", "select table1.col2, t3._4x from table1"),
        arguments("select N'x', n'x', X'FF', b'01', E'x'", "select ?, ?, ?, ?, ?"),
        arguments("select _utf8'x', date'2020-01-01'", "select _utf8?, date?"),
        arguments("DATE '2020-01-01', {ts '2020-01-01 00:00:00'}", "DATE ?, {ts ?}"),
        arguments("interval '1 day' + interval 3 hour", "interval ? + interval ? hour"),
        arguments("a = true or b is null or c = FALSE", "a = true or b is null or c = FALSE"),
        arguments("a = ? and b = :name and c = @p1", "a = ? and b = :name and c = @p1"),
        arguments("a in (1, 2, 3)", "a in (?)"),
        arguments("a IN(?,?,?) and b not in ( :x , 'y', NULL )", "a IN(?) and b not in (?)"),
        arguments("(a, b) in ((1,2), (3,4))", "(a, b) in (?)"),
        arguments("a in (-1, +2, - 3)", "a in (?)"),
        arguments("a in (1, b, 'x')", "a in (?, b, ?)"),
        arguments(
            "a in (select x from t where y in (1,2))", "a in (select x from t where y in (?))"),
        arguments("a in ()", "a in ()"),
        arguments("a in (1) in (2,3)", "a in (?) in (?)"),
        arguments("insert into t values (1,'a'), (2,'b') , (3,'c')", "insert into t values (?,?)"),
        arguments("values (1, now()), (2, now())", "values (?, now()), (?, now())"),
        arguments("values (?,?),(now(),?),(?,?),(?,?)", "values (?,?),(now(),?),(?,?),(?,?)"),
        arguments("values (1),(2) on duplicate key", "values (?) on duplicate key"),
        arguments("select -- secret 'x'\n 1", "select \n ?"),
        arguments("select/* secret 'x' */1", "select ?"),
        arguments("/* a */ select /**/ 1 /* b", "select  ?"),
        arguments("select a-- b", "select a"),
        arguments("  select 1 ;  ", "select ? ;"),
        arguments("{call p(1, 'x')}", "{call p(?, ?)}"),
        arguments("{? = call f(:x)}", "{? = call f(:x)}"),
        arguments("select 'abc", "select ?"),
        arguments("select a, 'abc\n''def", "select a, ?"),
        arguments("select `odd``name` from t", "select `odd``name` from t"),
        arguments("select `abc", "select ?"),
        arguments("select $$it's$$, $a$ $b$ $$ $a$ from t", "select ?, ? from t"),
        arguments("select $tag$secret", "select ?"),
        arguments("select q'[it's]', nq'(it's)', Q'!it's!' from t", "select ?, ?, ? from t"),
        arguments("select q'[it's", "select ?"),
        arguments("select U&'d\\0061t' , u & v from t", "select ? , u & v from t"),
        arguments("a like 'x' escape '\\' and b = 'y'", "a like ? escape ? and b = ?"),
        arguments("alter user scott identified by tiger", "alter user scott identified by ?"),
        arguments("create user u password tiger admin", "create user u password ?"),
        arguments("set password tiger", "set password ?"),
        arguments(
            "update u set password = ? where id = ?", "update u set password = ? where id = ?"),
        arguments("create table u (password int)", "create table u (password int)"),
        arguments(
            "select a.b.c , \u00e9t\u00e9, \ud83d\ude00 from t",
            "select a.b.c , \u00e9t\u00e9, \ud83d\ude00 from t"),
        arguments("select \u00a35 , a\u00a05", "select \u00a3? , a\u00a0?"),
        arguments("select '\ud83d' , 5\ud83d", "select ? , ?"),
        arguments("", ""),
        arguments(" \n\t ", ""),
        arguments("--", ""),
        arguments("?", "?"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void readByDialect(SqlDialect dialect, String sql, String expected) {
    assertThat(text(sql, dialect)).isEqualTo(expected);
    assertThat(text(expected, dialect)).as("again").isEqualTo(expected);
  }

  static Stream<Arguments> readByDialect() {
    return Stream.of(
        // "x" is a name where the database says so, a string where it may be one
        arguments(POSTGRESQL, "select \"a\"\"1\" from \"T 1\"", "select \"a\"\"1\" from \"T 1\""),
        arguments(ORACLE, "select \"a\" from t", "select \"a\" from t"),
        arguments(SQLSERVER, "select \"a\" from t", "select \"a\" from t"),
        arguments(ANSI, "select \"a\" from t", "select \"a\" from t"),
        arguments(CLICKHOUSE, "select \"a\" from t", "select \"a\" from t"),
        arguments(MYSQL, "select \"it's\", \"a\"\"b\", \"a\\\"b\" from t", "select ?, ?, ? from t"),
        arguments(SQLITE, "select \"a\" from t", "select ? from t"),
        arguments(DEFAULT, "select \"a\" from t", "select ? from t"),
        arguments(POSTGRESQL, "select \"a from t", "select ?"),

        // backslashes
        arguments(MYSQL, "select 'it\\'s', 'a\\\\' from t", "select ?, ? from t"),
        arguments(CLICKHOUSE, "select 'it\\'s' from t", "select ? from t"),
        arguments(POSTGRESQL, "select E'it\\'s', e'\\\\' from t", "select ?, ? from t"),
        arguments(POSTGRESQL, "select 'C:\\dir\\', 'it\\'s' from t", "select ?"),
        arguments(SQLSERVER, "select 'C:\\\\' from t", "select ? from t"),
        arguments(DEFAULT, "select 'it\\'s', secret", "select ?"),
        arguments(MYSQL, "select '\\'secret' from t", "select ? from t"),
        // NO_BACKSLASH_ESCAPES shows by what follows
        arguments(MYSQL, "where a='\\' and b='secret'", "where a=?"),
        arguments(MYSQL, "where a='\\' and b=' secret ' and c = 'x'", "where a=?"),

        // placeholders with numbers
        arguments(POSTGRESQL, "a = $1 and b = $12", "a = $1 and b = $12"),
        arguments(POSTGRESQL, "a = $1::int and b[1:2]", "a = $1::int and b[?:?]"),
        arguments(POSTGRESQL, "a in ($1, $2)", "a in (?)"),
        arguments(POSTGRESQL, "a = $1.5 and b=$1234567 and c=$1x", "a = ? and b=? and c=?"),
        arguments(SQLSERVER, "a = $1 and b = $1.50", "a = ? and b = ?"),
        arguments(ORACLE, "a = :1 and b = :name", "a = :1 and b = :name"),
        arguments(POSTGRESQL, "a[1:2]", "a[?:?]"),
        arguments(SQLITE, "a = ?1 and b = ?2", "a = ?1 and b = ?2"),

        // PostgreSQL's operators and arrays
        arguments(
            POSTGRESQL, "a->>'k' = 'v' and b ?| array['x','y']", "a->>? = ? and b ?| array[?,?]"),
        arguments(POSTGRESQL, "a # 5 , b #>> '{x}'", "a # ? , b #>> ?"),
        arguments(POSTGRESQL, "/* a /* b */ 'c' */ select 1", "select ?"),
        arguments(POSTGRESQL, "select 'a'::text, a::varchar(10)", "select ?::text, a::varchar(?)"),
        arguments(POSTGRESQL, "select a$1$b, $$x$$ from t", "select a$1$b, ? from t"),

        // comments
        arguments(MYSQL, "select 1 # it's\n, 2", "select ? \n, ?"),
        arguments(MYSQL, "select 5--3, 5 --3, a-- b", "select ?- ?, ? - ?, a"),
        arguments(MYSQL, "select 1 /*! straight_join */ from t", "select ?  from t"),
        arguments(MYSQL, "select 1 /*! 'a*/' */ , 'secret'", "select ? ?"),
        arguments(ORACLE, "select /*+ INDEX(t i) */ a from t", "select  a from t"),
        arguments(ANSI, "/* a /* b */ select 1", "?"),
        arguments(DEFAULT, "a # b", "a ?"),
        arguments(ANSI, "select #a, b# from t", "select #a, b# from t"),
        arguments(POSTGRESQL, "select 1 -- a\r, 'x'", "select ? ?"),

        // SQL Server
        arguments(
            SQLSERVER,
            "select [a b], [x]]y] from [dbo].[t]",
            "select [a b], [x]]y] from [dbo].[t]"),
        arguments(SQLSERVER, "select [it's], 'x' from t", "select ?"),
        arguments(SQLSERVER, "for y in ([2019],[2020])", "for y in (?)"),
        arguments(SQLSERVER, "select * from #tmp, ##all, @t", "select * from #tmp, ##all, @t"),
        arguments(SQLSERVER, "select @@rowcount", "select @@rowcount"),
        arguments(DEFAULT, "select [a], [it's] from t", "select [a], [it ?"),
        arguments(DEFAULT, "a[1], [b, 5]", "a[?], [b, ?]"));
  }

  @ParameterizedTest
  @EnumSource
  void cutsBetweenTokensOnly(SqlDialect dialect) {
    StringBuilder sql = new StringBuilder("select ");
    for (int i = 0; i < 5000; i++) {
      sql.append("col\u00e9_").append(i).append(" = 'secret").append(i).append("' , ");
    }
    String text = text(sql.toString(), dialect);
    assertThat(text.getBytes(StandardCharsets.UTF_8)).hasSizeBetween(8100, 8192);
    assertThat(text)
        .doesNotContain("secret")
        .startsWith("select col\u00e9_0 = ? , col\u00e9_1 = ?");
    assertThat(sql.toString())
        .contains(text.substring(text.lastIndexOf("col")).split(" ")[0] + " ");
    assertThat(text(text, dialect)).isEqualTo(text);
  }

  @ParameterizedTest
  @EnumSource
  void foldsListsLongerThanTheText(SqlDialect dialect) {
    StringBuilder in = new StringBuilder("select * from t where a in (0");
    StringBuilder rows = new StringBuilder("insert into t values (0, 'x')");
    for (int i = 0; i < 9000; i++) {
      in.append(", ").append(i);
      rows.append(", (").append(i).append(", 'x')");
    }
    assertThat(text(in + ") and b = 7", dialect))
        .isEqualTo("select * from t where a in (?) and b = ?");
    assertThat(text(rows + " returning id", dialect))
        .isEqualTo("insert into t values (?, ?) returning id");
  }

  @Test
  void aNameLongerThanTheTextIsLeftOut() {
    assertThat(text("select " + "x".repeat(9000) + ", 'b'", ANSI)).isEqualTo("select");
  }

  @Test
  void readsNoFurtherThanItsBound() {
    String sql = "select a, '" + "x".repeat(SqlScanner.MAX_SCANNED) + "' , secret";
    assertThat(text(sql, ANSI)).isEqualTo("select a, ?");
  }

  @Test
  void theVeryStringComesBackWhenNothingChanges() {
    for (SqlDialect dialect : EnumSet.allOf(SqlDialect.class)) {
      String sql = new String("select a from t where b = ?");
      assertThat(text(sql, dialect)).isSameAs(sql);
    }
  }

  @Test
  void nullIsEmpty() {
    assertThat(SqlScanner.scan(null, MYSQL)).isSameAs(SqlStatementInfo.EMPTY);
    assertThat(SqlScanner.scan("select 1", null).text()).isEqualTo("select ?");
    assertThat(SqlScanner.scan("", null).summary()).isNull();
  }
}
