package io.obsagent.instrumentation.jdbc.sql;

import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.DEFAULT;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.MYSQL;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.ORACLE;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.POSTGRESQL;
import static io.obsagent.instrumentation.jdbc.sql.SqlDialect.SQLSERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Collections;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class QuerySummaryTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void everywhere(String sql, String expected) {
    for (SqlDialect dialect : SqlDialect.values()) {
      assertThat(SqlScanner.scan(sql, dialect).summary()).as("%s", dialect).isEqualTo(expected);
    }
  }

  static Stream<Arguments> everywhere() {
    return Stream.of(
        arguments("SELECT * FROM wuser_table WHERE username = ?", "SELECT wuser_table"),
        arguments(
            "INSERT INTO shipping_details (order_id, address) SELECT order_id, address FROM orders"
                + " WHERE order_id = ?",
            "INSERT shipping_details SELECT orders"),
        arguments(
            "SELECT * FROM songs, artists WHERE songs.a == artists.id", "SELECT songs artists"),
        arguments(
            "SELECT d FROM (SELECT * FROM orders o JOIN customers c ON o.c = c.c)",
            "SELECT SELECT orders customers"),
        arguments("select a from Orders", "select Orders"),
        arguments("select 1", "select"),
        arguments("select a from s.t1 x, s . t2 y", "select s.t1 s.t2"),
        arguments("select t.from, t.select from t", "select t"),
        arguments("select * from `a b`.`c` join `d` on 1=1", "select `a b`.`c` `d`"),
        arguments("select * from a left outer join b on a.x=b.x, c where d in (1)", "select a b c"),
        arguments("select * from a cross join b natural join c", "select a b c"),
        arguments("select * from (a join b on a.x = b.x) join c on 1 = 1", "select a b c"),
        arguments("select * from (values (1), (2)) v, t", "select t"),
        arguments("select * from {oj a left outer join b on a.x=b.x}", "select a b"),
        arguments(
            "select * from t where a in (select b from u where c = 1) and d = 2",
            "select t select u"),
        arguments("select (select max(x) from a), b from c", "select select a c"),
        arguments("select extract(year from d), trim(both 'x' from y) from t", "select t"),
        arguments("select a is distinct from b from t", "select t"),
        arguments("select a from t where a is distinct from b", "select t"),
        arguments("select a from t order by b, c limit 5, 6", "select t"),
        arguments(
            "select a from t group by b, c having d > 1 union all select a from u, v",
            "select t select u v"),
        arguments("(select a from t) union (select a from u)", "select t select u"),
        arguments("select a from t for update", "select t"),
        arguments(
            "select * from t1 cross join lateral (select * from t2) s", "select t1 select t2"),
        arguments(
            "select * from users u cross apply get_orders(u.id) o", "select users get_orders"),
        arguments(
            "select * from settings, comment, event, option",
            "select settings comment event option"),
        arguments(
            "with a as (select * from x), b (c, d) as (select 1 from y) select * from a join b on 1=1",
            "select x select y select a b"),
        arguments(
            "with recursive r as (select 1 union select n from r) select * from r",
            "select select r select r"),
        arguments(
            "with d as (delete from t returning *) insert into u select * from d",
            "delete t insert u select d"),
        arguments("insert into t values (1, 2)", "insert t"),
        arguments(
            "insert into t (a) values (1) on duplicate key update a = values(a), b = 2",
            "insert t"),
        arguments("insert into t values (1) on conflict (a) do update set b = 1", "insert t"),
        arguments(
            "insert into t select * from s on duplicate key update a = 1, b = 2",
            "insert t select s"),
        arguments(
            "insert into t select * from s on conflict do update set a = 1, b = 2",
            "insert t select s"),
        arguments("INSERT OR REPLACE INTO t VALUES (1)", "INSERT t"),
        arguments("replace into t values (1)", "replace t"),
        arguments("upsert t values (1) with primary key", "upsert t"),
        arguments(
            "insert all into a values (1) into b values (2) select * from dual",
            "insert a b select dual"),
        arguments("update t set a = 1 where b = 2", "update t"),
        arguments("update only t set a = (select max(x) from u), b = 1", "update t select u"),
        arguments("delete from t where a = 1", "delete t"),
        arguments("delete t1 from t1 join t2 on t1.a = t2.a", "delete t1"),
        arguments(
            "merge into t using (select * from s) x on (t.a = x.a) when matched then update set b = 1"
                + " when not matched then insert (a) values (1)",
            "merge t select s"),
        arguments("CREATE TABLE x (id int, name varchar(10))", "CREATE TABLE x"),
        arguments("create table if not exists s.x as select * from y", "create table s.x select y"),
        arguments("create unique index concurrently i on t (a)", "create index i"),
        arguments("create or replace view v as select * from t", "create view v select t"),
        arguments("alter table t add column a int, drop column b", "alter table t"),
        arguments("drop table if exists a, b cascade", "drop table a b"),
        arguments("truncate table t", "truncate table t"),
        arguments("truncate t", "truncate t"),
        arguments("create user bob identified by 'x'", "create user"),
        arguments("alter session set nls_date_format = 'x'", "alter session"),
        arguments("BEGIN", "BEGIN"),
        arguments("commit", "commit"),
        arguments("SET autocommit=1", "SET"),
        arguments("rollback to savepoint a", "rollback"),
        arguments("grant select, insert on t to u", "grant"),
        arguments("show create table t", "show"),
        arguments("explain select * from t", "explain select t"),
        arguments(
            "begin; insert into t values (1); select 1; commit", "begin insert t select commit"),
        arguments("select 1; ; select * from t;", "select select t"),
        arguments("/* c */ -- d\n select * from /* e */ t", "select t"),
        arguments("'x'", null),
        arguments("?", null),
        arguments(";;", null),
        arguments("123 456", null));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void byDialect(SqlDialect dialect, String sql, String expected) {
    assertThat(SqlScanner.scan(sql, dialect).summary()).isEqualTo(expected);
  }

  static Stream<Arguments> byDialect() {
    return Stream.of(
        arguments(POSTGRESQL, "SELECT * FROM \"song list\", 'artists'", "SELECT \"song list\""),
        arguments(POSTGRESQL, "select \"from\" from \"s\".\"t\"\"x\"", "select \"s\".\"t\"\"x\""),
        arguments(
            SQLSERVER,
            "select [from] from [dbo].[t]]x] join db..t2 on 1=1",
            "select [dbo].[t]]x] db..t2"),
        arguments(
            SQLSERVER,
            "select top 5 * from #tmp, @t with (nolock) join b on 1=1",
            "select #tmp @t b"),
        arguments(SQLSERVER, "select * from [2020_sales], [2020]", "select [2020_sales]"),
        arguments(SQLSERVER, "delete top (5) from t where a = 1", "delete t"),
        arguments(SQLSERVER, "update top 5 percent t set a = 1", "update t"),
        arguments(MYSQL, "select * from \"secret\", t", "select t"),
        arguments(DEFAULT, "select * from \"secret\", t", "select t"),
        arguments(MYSQL, "select a from t where x='\\' from secret, '", "select t"),
        arguments(ORACLE, "select * from t as of timestamp :1 where a = 1", "select t"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource
  void procedures(SqlDialect dialect, String sql, String summary, String procedure) {
    SqlStatementInfo info = SqlScanner.scan(sql, dialect);
    assertThat(info.summary()).isEqualTo(summary);
    assertThat(info.storedProcedure()).isEqualTo(procedure);
  }

  static Stream<Arguments> procedures() {
    return Stream.of(
        arguments(DEFAULT, "{call some_procedure}", "call some_procedure", "some_procedure"),
        arguments(DEFAULT, "{? = call pkg.f(?, ?)}", "call pkg.f", "pkg.f"),
        arguments(DEFAULT, "{?=call f(?)}", "call f", "f"),
        arguments(DEFAULT, "CALL p(1, 'x')", "CALL p", "p"),
        arguments(DEFAULT, "call a . \"b\" (1)", "call a", "a"),
        arguments(POSTGRESQL, "call a . \"b\" (1)", "call a.\"b\"", "a.\"b\""),
        arguments(DEFAULT, "call next value for s", "call", null),
        arguments(SQLSERVER, "EXEC [dbo].[p] @a = 1, @b = 'x'", "EXEC [dbo].[p]", "[dbo].[p]"),
        arguments(SQLSERVER, "EXECUTE @rc = dbo.p 1", "EXECUTE dbo.p", "dbo.p"),
        arguments(SQLSERVER, "exec ('select 1')", "exec", null),
        arguments(SQLSERVER, "set nocount on; exec p", "set exec p", "p"),
        arguments(POSTGRESQL, "execute prepared(1)", "execute prepared", null),
        arguments(MYSQL, "execute stmt using @a", "execute stmt", null),
        arguments(DEFAULT, "execute immediate 'x'", "execute", null),
        arguments(DEFAULT, "execute procedure p(1)", "execute p", "p"),
        arguments(ORACLE, "begin pkg.p(:1, ?); end;", "begin pkg.p", "pkg.p"),
        arguments(ORACLE, "BEGIN p; q(1); x := f(2); null; END;", "BEGIN p q", "p"),
        arguments(ORACLE, "BEGIN ? := f(?); END;", "BEGIN", null),
        arguments(ORACLE, "begin update t set a = 1; end;", "begin update t", null),
        arguments(ORACLE, "declare x int; begin p(x); end;", "declare p", "p"),
        arguments(POSTGRESQL, "begin work", "begin", null),
        arguments(DEFAULT, "select call from t", "select t", null));
  }

  @Test
  void cutsAtATokenBoundary() {
    String tables = String.join(", ", Collections.nCopies(100, "table_name"));
    String summary = SqlScanner.scan("select * from " + tables, DEFAULT).summary();
    assertThat(summary).hasSize(6 + 11 * 22).endsWith(" table_name");
    String longName = "x".repeat(300);
    assertThat(SqlScanner.scan("select * from a, " + longName + ", b", DEFAULT).summary())
        .isEqualTo("select a");
    assertThat(SqlScanner.scan("call " + longName, DEFAULT).storedProcedure()).isNull();
  }

  @Test
  void survivesDepth() {
    String deep = "(select * from ".repeat(200) + "t" + ")".repeat(200) + ", u";
    assertThat(SqlScanner.scan("select * from " + deep, DEFAULT).summary())
        .startsWith("select select");
  }

  @Test
  void seesTablesBehindAColumnListLongerThanTheText() {
    String columns = String.join(", ", Collections.nCopies(2000, "column_name"));
    assertThat(SqlScanner.scan("select " + columns + " from t", DEFAULT).summary())
        .isEqualTo("select t");
  }
}
