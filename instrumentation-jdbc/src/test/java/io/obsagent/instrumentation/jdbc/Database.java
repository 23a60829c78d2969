package io.obsagent.instrumentation.jdbc;

import javax.sql.DataSource;

/** Databases that run inside the test's JVM. */
enum Database {
  H2("h2database", "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1") {
    @Override
    DataSource ownDataSource() {
      org.h2.jdbcx.JdbcDataSource source = new org.h2.jdbcx.JdbcDataSource();
      source.setURL(url);
      return source;
    }
  },
  HSQLDB("hsqldb", "jdbc:hsqldb:mem:shop") {
    @Override
    DataSource ownDataSource() {
      org.hsqldb.jdbc.JDBCDataSource source = new org.hsqldb.jdbc.JDBCDataSource();
      source.setURL(url);
      return source;
    }
  },
  DERBY("derby", "jdbc:derby:memory:shop;create=true") {
    @Override
    DataSource ownDataSource() {
      org.apache.derby.jdbc.EmbeddedDataSource source =
          new org.apache.derby.jdbc.EmbeddedDataSource();
      source.setDatabaseName("memory:shop");
      source.setCreateDatabase("create");
      return source;
    }
  },
  SQLITE("sqlite", "jdbc:sqlite:file:shop?mode=memory&cache=shared") {
    @Override
    DataSource ownDataSource() {
      org.sqlite.SQLiteDataSource source = new org.sqlite.SQLiteDataSource();
      source.setUrl(url);
      return source;
    }
  };

  final String system;
  final String url;

  Database(String system, String url) {
    this.system = system;
    this.url = url;
  }

  /** A data source that opens connections without {@code Driver.connect}. */
  abstract DataSource ownDataSource();
}
