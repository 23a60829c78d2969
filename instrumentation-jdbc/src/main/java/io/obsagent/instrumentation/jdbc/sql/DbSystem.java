package io.obsagent.instrumentation.jdbc.sql;

import java.util.Locale;

/**
 * The databases a JDBC URL can name. Source: the well-known values of {@code db.system.name} in
 * OpenTelemetry's conventions, the default ports in the drivers' manuals.
 */
enum DbSystem {
  POSTGRESQL("postgresql", 5432, SqlDialect.POSTGRESQL, "postgresql pgsql"),
  REDSHIFT("aws.redshift", 5439, SqlDialect.POSTGRESQL, "redshift"),
  MYSQL("mysql", 3306, SqlDialect.MYSQL, "mysql mysql+srv"),
  MARIADB("mariadb", 3306, SqlDialect.MYSQL, "mariadb"),
  ORACLE("oracle.db", 1521, SqlDialect.ORACLE, "oracle"),
  SQL_SERVER("microsoft.sql_server", 1433, SqlDialect.SQLSERVER, "sqlserver"),
  DB2("ibm.db2", 50000, SqlDialect.ANSI, "db2 db2j as400"),
  H2("h2database", 9092, SqlDialect.ANSI, "h2"),
  HSQLDB("hsqldb", 9001, SqlDialect.ANSI, "hsqldb"),
  DERBY("derby", 1527, SqlDialect.ANSI, "derby"),
  SQLITE("sqlite", -1, SqlDialect.SQLITE, "sqlite"),
  HANA("sap.hana", -1, SqlDialect.ANSI, "sap"),
  MAXDB("sap.maxdb", 7210, SqlDialect.ANSI, "sapdb"),
  INFORMIX("ibm.informix", 9088, SqlDialect.DEFAULT, "informix-sqli informix-direct"),
  CLICKHOUSE("clickhouse", 8123, SqlDialect.CLICKHOUSE, "clickhouse ch"),
  TRINO("trino", 8080, SqlDialect.ANSI, "trino"),
  TERADATA("teradata", 1025, SqlDialect.ANSI, "teradata"),
  FIREBIRD("firebirdsql", 3050, SqlDialect.ANSI, "firebirdsql firebird"),
  HIVE("hive", 10000, SqlDialect.DEFAULT, "hive2"),
  NETEZZA("ibm.netezza", 5480, SqlDialect.POSTGRESQL, "netezza"),
  CACHE("intersystems.cache", 1972, SqlDialect.ANSI, "cache iris"),
  INGRES("actian.ingres", -1, SqlDialect.ANSI, "ingres"),
  OTHER("other_sql", -1, SqlDialect.DEFAULT, "");

  final String conventionName;
  final int defaultPort;
  final SqlDialect dialect;

  /** Separated by spaces. */
  private final String schemes;

  DbSystem(String conventionName, int defaultPort, SqlDialect dialect, String schemes) {
    this.conventionName = conventionName;
    this.defaultPort = defaultPort;
    this.dialect = dialect;
    this.schemes = schemes;
  }

  /** The system behind {@code jdbc:<scheme>:}; {@link #OTHER} for the rest. */
  static DbSystem of(String scheme) {
    String lower = ' ' + scheme.toLowerCase(Locale.ROOT) + ' ';
    for (DbSystem system : values()) {
      if ((' ' + system.schemes + ' ').contains(lower)) {
        return system;
      }
    }
    return OTHER;
  }
}
