package io.obsagent.instrumentation.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcUrlParserTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void facts(String url, String system, String namespace, String address, int port) {
    ConnectionFacts facts = JdbcUrlParser.parse(url);
    assertThat(facts.dbSystem()).isEqualTo(system);
    assertThat(facts.namespace()).isEqualTo(namespace);
    assertThat(facts.serverAddress()).isEqualTo(address);
    assertThat(facts.serverPort()).isEqualTo(port);
  }

  static Stream<Arguments> facts() {
    return Stream.of(
        arguments(
            "jdbc:postgresql://pg.example:5433/Shop", "postgresql", "Shop", "pg.example", 5433),
        arguments("jdbc:postgresql://pg/shop?user=u&password=p%40", "postgresql", "shop", "pg", -1),
        arguments(
            "jdbc:postgresql://pg/shop?currentSchema=sales,public&x=y",
            "postgresql",
            "shop|sales",
            "pg",
            -1),
        arguments("jdbc:postgresql://h1:5433,h2:5434/shop", "postgresql", "shop", "h1", 5433),
        arguments("jdbc:postgresql://[::1]:5433/shop", "postgresql", "shop", "::1", 5433),
        arguments("jdbc:postgresql://[::1]/shop", "postgresql", "shop", "::1", -1),
        arguments("jdbc:postgresql:shop", "postgresql", "shop", "localhost", -1),
        arguments("jdbc:postgresql:///shop", "postgresql", "shop", "localhost", -1),
        arguments("jdbc:postgresql://pg/", "postgresql", null, "pg", -1),
        arguments("jdbc:postgresql://", "postgresql", null, "localhost", -1),
        arguments("jdbc:postgresql://pg/my%20db", "postgresql", "my db", "pg", -1),
        arguments("jdbc:pgsql://pg:5432/shop", "postgresql", "shop", "pg", 5432),
        arguments(
            "jdbc:redshift:iam://c.redshift.amazonaws.com:5439/dev",
            "aws.redshift",
            "dev",
            "c.redshift.amazonaws.com",
            5439),
        arguments("JDBC:PostgreSQL://pg/shop", "postgresql", "shop", "pg", -1),
        arguments("jdbc:mysql://my:3307/shop?useSSL=false", "mysql", "shop", "my", 3307),
        arguments("jdbc:mysql:///shop", "mysql", "shop", "localhost", -1),
        arguments("jdbc:mysql://my", "mysql", null, "my", -1),
        arguments("jdbc:mysql://u:p@my:3307/shop", "mysql", "shop", "my", 3307),
        arguments("jdbc:mysql://u:p@[h1:3307,h2]/shop", "mysql", "shop", "h1", 3307),
        arguments("jdbc:mysql:loadbalance://h1:3307,h2:3308/shop", "mysql", "shop", "h1", 3307),
        arguments("jdbc:mysql:replication://h1,h2/shop", "mysql", "shop", "h1", -1),
        arguments("jdbc:mysql+srv:loadbalance://srv/shop", "mysql", "shop", "srv", -1),
        arguments(
            "jdbc:mysql://address=(host=h1)(port=3307)(user=u)(password=a/b),address=(host=h2)/shop",
            "mysql",
            "shop",
            "h1",
            3307),
        arguments(
            "jdbc:mysql://(host=h1,port=3307,user=u,password=p)/shop", "mysql", "shop", "h1", 3307),
        arguments("jdbc:mariadb:failover://h1:3307,h2/shop", "mariadb", "shop", "h1", 3307),
        arguments(
            "jdbc:mariadb://address=(host=h1)(port=3306)(type=master)/shop",
            "mariadb",
            "shop",
            "h1",
            3306),
        arguments("jdbc:oracle:thin:@ora:1522:ORCL", "oracle.db", "ORCL", "ora", 1522),
        arguments("jdbc:oracle:thin:scott/tiger@ora:1521:ORCL", "oracle.db", "ORCL", "ora", 1521),
        arguments(
            "jdbc:oracle:thin:scott/\"t@ger\"@//ora:1521/svc.example",
            "oracle.db",
            "svc.example",
            "ora",
            1521),
        arguments("jdbc:oracle:thin:@//ora/svc:dedicated/inst", "oracle.db", "svc", "ora", -1),
        arguments(
            "jdbc:oracle:thin:@ora:1521/svc?oracle.net.ssl=x@y", "oracle.db", "svc", "ora", 1521),
        arguments("jdbc:oracle:thin:@tcps://ora:2484/svc", "oracle.db", "svc", "ora", 2484),
        arguments("jdbc:oracle:thin:@//[::1]:1522/svc", "oracle.db", "svc", "::1", 1522),
        arguments(
            "jdbc:oracle:thin:scott/tiger@(DESCRIPTION=(ADDRESS_LIST=(ADDRESS=(PROTOCOL=TCP)(HOST=ora1)(PORT=1522))"
                + "(ADDRESS=(PROTOCOL=TCP)(HOST = ora2)(PORT=1523)))(CONNECT_DATA=(SERVICE_NAME=svc)))",
            "oracle.db",
            "svc",
            "ora1",
            1522),
        arguments(
            "jdbc:oracle:thin:@( description = (address=(host= ora )(port=1522))(connect_data=(sid=S)))",
            "oracle.db",
            "S",
            "ora",
            1522),
        arguments("jdbc:oracle:oci:@alias", "oracle.db", "alias", null, -1),
        arguments("jdbc:oracle:oci8:scott/tiger@alias", "oracle.db", "alias", null, -1),
        arguments("jdbc:oracle:thin:@alias?TNS_ADMIN=/etc", "oracle.db", "alias", null, -1),
        arguments(
            "jdbc:oracle:thin:@ldap://oid:389/sales,cn=OracleContext",
            "oracle.db",
            "sales",
            null,
            -1),
        arguments("jdbc:oracle:thin:@ora:1521", "oracle.db", null, "ora", 1521),
        arguments("jdbc:oracle:thin:", "oracle.db", null, null, -1),
        arguments(
            "jdbc:sqlserver://ms:1434;databaseName=Shop;user=u;password=p",
            "microsoft.sql_server",
            "Shop",
            "ms",
            1434),
        arguments(
            "jdbc:sqlserver://ms\\inst;databaseName=shop",
            "microsoft.sql_server",
            "inst|shop",
            "ms",
            -1),
        arguments(
            "jdbc:sqlserver://ms\\inst:1434;database=shop",
            "microsoft.sql_server",
            "inst|shop",
            "ms",
            1434),
        arguments(
            "jdbc:sqlserver://;serverName=ms;instanceName=i;portNumber=1435;DATABASENAME={shop}",
            "microsoft.sql_server",
            "i|shop",
            "ms",
            1435),
        arguments(
            "jdbc:sqlserver://ms;password={a;databaseName=b};databaseName=c",
            "microsoft.sql_server",
            "c",
            "ms",
            -1),
        arguments("jdbc:sqlserver://ms", "microsoft.sql_server", null, "ms", -1),
        arguments(
            "jdbc:microsoft:sqlserver://ms:1433;DatabaseName=shop",
            "microsoft.sql_server",
            "shop",
            "ms",
            1433),
        arguments(
            "jdbc:jtds:sqlserver://ms:1433/shop;instance=i;user=u;password=p",
            "microsoft.sql_server",
            "i|shop",
            "ms",
            1433),
        arguments("jdbc:jtds:sybase://sy:5000/shop", "other_sql", "shop", "sy", 5000),
        arguments("jdbc:db2://db:50001/SHOP:user=u;password=p@ss;", "ibm.db2", "SHOP", "db", 50001),
        arguments("jdbc:db2://db/SHOP", "ibm.db2", "SHOP", "db", -1),
        arguments("jdbc:db2:SHOP:user=u@v;", "ibm.db2", "SHOP", null, -1),
        arguments("jdbc:as400://sys/LIB;naming=sql;user=u", "ibm.db2", "LIB", "sys", -1),
        arguments("jdbc:h2:mem:test;USER=sa;PASSWORD=p", "h2database", "test", null, -1),
        arguments("jdbc:h2:mem:", "h2database", null, null, -1),
        arguments("jdbc:h2:file:/data/shop;MODE=MySQL", "h2database", "/data/shop", null, -1),
        arguments("jdbc:h2:~/shop", "h2database", "~/shop", null, -1),
        arguments("jdbc:h2:tcp://h:9093/~/shop;IFEXISTS=TRUE", "h2database", "~/shop", "h", 9093),
        arguments("jdbc:h2:ssl://h/mem:shop", "h2database", "shop", "h", -1),
        arguments("jdbc:h2:zip:~/db.zip!/shop", "h2database", "~/db.zip!/shop", null, -1),
        arguments("jdbc:hsqldb:mem:shop", "hsqldb", "shop", null, -1),
        arguments("jdbc:hsqldb:file:/data/shop;shutdown=true", "hsqldb", "/data/shop", null, -1),
        arguments("jdbc:hsqldb:res:/shop", "hsqldb", "/shop", null, -1),
        arguments("jdbc:hsqldb:hsql://h:9002/shop;user=u;password=p", "hsqldb", "shop", "h", 9002),
        arguments("jdbc:hsqldb:https://h/shop", "hsqldb", "shop", "h", -1),
        arguments("jdbc:derby:shop;create=true;user=u;password=p", "derby", "shop", null, -1),
        arguments("jdbc:derby:memory:shop;create=true", "derby", "shop", null, -1),
        arguments("jdbc:derby:;databaseName=shop;password=p", "derby", "shop", null, -1),
        arguments("jdbc:derby://h:1528/shop;user=u", "derby", "shop", "h", 1528),
        arguments("jdbc:sqlite:/data/shop.db?password=p", "sqlite", "/data/shop.db", null, -1),
        arguments("jdbc:sqlite:C:\\data\\shop.db", "sqlite", "C:\\data\\shop.db", null, -1),
        arguments("jdbc:sqlite::memory:", "sqlite", null, null, -1),
        arguments("jdbc:sqlite:", "sqlite", null, null, -1),
        arguments(
            "jdbc:sap://hana:30015/?databaseName=HXE&user=u&password=p",
            "sap.hana",
            "HXE",
            "hana",
            30015),
        arguments("jdbc:sap://h1:30015;h2:30015/?password=p", "sap.hana", null, "h1", 30015),
        arguments("jdbc:sapdb://h/SHOP", "sap.maxdb", "SHOP", "h", -1),
        arguments(
            "jdbc:informix-sqli://ifx:9089/shop:INFORMIXSERVER=s;user=u;password=p",
            "ibm.informix",
            "shop",
            "ifx",
            9089),
        arguments(
            "jdbc:clickhouse://ch:8124/shop?user=u&password=p", "clickhouse", "shop", "ch", 8124),
        arguments("jdbc:ch:https://ch:8443/shop", "clickhouse", "shop", "ch", 8443),
        arguments("jdbc:trino://t:8081/hive/sales?user=u", "trino", "hive|sales", "t", 8081),
        arguments(
            "jdbc:teradata://td/DATABASE=shop,DBS_PORT=1026,USER=u,PASSWORD=p",
            "teradata",
            "shop",
            "td",
            1026),
        arguments("jdbc:firebirdsql://fb:3051/shop", "firebirdsql", "shop", "fb", 3051),
        arguments("jdbc:hive2://h1:10001,h2:10001/shop;user=u", "hive", "shop", "h1", 10001),
        arguments(
            "jdbc:tc:postgresql:16-alpine:///shop?TC_DAEMON=true",
            "postgresql",
            "shop",
            "localhost",
            -1),
        arguments("jdbc:tc:mysql:8.0.36://somehost/shop", "mysql", "shop", "somehost", -1),
        arguments("jdbc:p6spy:mysql://my:3307/shop", "mysql", "shop", "my", 3307),
        arguments("jdbc:otel:p6spy:h2:mem:test", "h2database", "test", null, -1),
        arguments("jdbc:tracing:h2:mem:test", "h2database", "test", null, -1),
        arguments("jdbc:log4jdbc:oracle:thin:@ora:1521:ORCL", "oracle.db", "ORCL", "ora", 1521),
        arguments("jdbc:aws-wrapper:postgresql://pg/shop", "postgresql", "shop", "pg", -1),
        arguments("jdbc-secretsmanager:mysql://my/shop", "mysql", "shop", "my", -1),
        arguments(
            "jdbc:wrap-jdbc:filters=default:name=x:jdbc:mysql://my/shop",
            "mysql",
            "shop",
            "my",
            -1),
        arguments(
            "jdbc:exotic://x.example:1234/shop;password=p", "other_sql", "shop", "x.example", 1234),
        arguments("jdbc:odbc:dsn;UID=u;PWD=p", "other_sql", null, null, -1),
        arguments("jdbc:", "other_sql", null, null, -1),
        arguments("jdbc:mysql", "other_sql", null, null, -1),
        arguments("http://h/x", "other_sql", null, null, -1),
        arguments("", "other_sql", null, null, -1),
        arguments(null, "other_sql", null, null, -1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://alice:hunter2@pg/shop",
        "jdbc:mysql://alice:hunter2/x@my/shop",
        "jdbc:mysql://alice:hunter2?x@my/shop",
        "jdbc:mysql://alice:1?hunter2@my/shop",
        "jdbc:mysql://alice:hunter2#x@my/shop",
        "jdbc:mysql://alice:hunter2;x@my/shop",
        "jdbc:mysql://my/shop;user=alice;password=hunter2",
        "jdbc:mysql://my/shop&password=hunter2",
        "jdbc:mysql://address=(user=alice)(password=hunter2)/x",
        "jdbc:mysql://address=(password=a/hunter2)(host=h)/x",
        "jdbc:oracle:thin:alice/hunter2@ora:1521:ORCL",
        "jdbc:oracle:thin:alice/hunter2",
        "jdbc:oracle:thin:alice/\"hunter2@x(\"@ora:1521:ORCL",
        "jdbc:oracle:thin:alice/hun@hunter2@ora:1521:ORCL",
        "jdbc:sqlserver://alice:hunter2@ms;databaseName=x",
        "jdbc:sqlserver://ms;user=alice;password=hunter2",
        "jdbc:db2://db/SHOP:user=alice;password=hunter2@x;",
        "jdbc:db2:SHOP:user=alice@hunter2;password=x;",
        "jdbc:h2:mem:x;USER=alice;PASSWORD=hunter2",
        "jdbc:h2:tcp://alice:hunter2@h/x",
        "jdbc:derby:;user=alice;password=hunter2",
        "jdbc:exotic:alice/hunter2",
        "jdbc:exotic:alice:hunter2",
        "jdbc:exotic:alice:hunter2@h:1/x",
        "jdbc:exotic://h/user=alice,password=hunter2",
        "jdbc:postgresql:shop?user=alice&password=hunter2",
        "jdbc:postgresql:alice:hunter2@pg",
        "jdbc:teradata://td/USER=alice,PASSWORD=hunter2",
      })
  void noCredentialsSurvive(String url) {
    assertThat(JdbcUrlParser.parse(url).toString())
        .doesNotContain("alice")
        .doesNotContain("hunter2");
  }

  @Test
  void onlyAnUnusualPortIsReported() {
    assertThat(JdbcUrlParser.parse("jdbc:postgresql://pg:5432/x").reportedPort()).isEqualTo(-1);
    assertThat(JdbcUrlParser.parse("jdbc:postgresql://pg:5433/x").reportedPort()).isEqualTo(5433);
    assertThat(JdbcUrlParser.parse("jdbc:postgresql://pg/x").reportedPort()).isEqualTo(-1);
    assertThat(JdbcUrlParser.parse("jdbc:exotic://h:1/x").reportedPort()).isEqualTo(1);
    assertThat(JdbcUrlParser.parse("jdbc:mysql://h:99999/x").serverPort()).isEqualTo(-1);
  }

  @Test
  void theDialectFollowsTheSystem() {
    assertThat(JdbcUrlParser.parse("jdbc:mariadb://h/x").dialect()).isEqualTo(SqlDialect.MYSQL);
    assertThat(JdbcUrlParser.parse("jdbc:oracle:thin:@x").dialect()).isEqualTo(SqlDialect.ORACLE);
    assertThat(JdbcUrlParser.parse("jdbc:jtds:sqlserver://h").dialect())
        .isEqualTo(SqlDialect.SQLSERVER);
    assertThat(JdbcUrlParser.parse("jdbc:exotic:x").dialect()).isEqualTo(SqlDialect.DEFAULT);
  }

  @Test
  void nothingThrows() {
    String[] urls = facts().map(a -> (String) a.get()[0]).toArray(String[]::new);
    Random random = new Random(1);
    String alphabet = ":/@?;=&()[]{}%\\,.#1a\u00e9\ud83d ";
    for (int i = 0; i < 200_000; i++) {
      StringBuilder url = new StringBuilder("" + urls[random.nextInt(urls.length)]);
      for (int j = random.nextInt(5); j >= 0 && url.length() > 0; j--) {
        int at = random.nextInt(url.length());
        if (random.nextBoolean()) {
          url.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        } else {
          url.delete(at, Math.min(url.length(), at + random.nextInt(8)));
        }
      }
      assertThat(JdbcUrlParser.parse(url.toString())).isNotNull();
    }
  }
}
