package io.obsagent.instrumentation.jdbc.pool;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.obsagent.weaving.LibraryInstrumentation;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.DriverManagerConnectionFactory;
import org.apache.commons.dbcp2.PoolableConnection;
import org.apache.commons.dbcp2.PoolableConnectionFactory;
import org.apache.commons.dbcp2.PoolingDataSource;
import org.apache.commons.pool2.impl.GenericObjectPool;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;

/** Pools of two connections, one of them kept idle, that give up waiting after 250 ms. */
enum MeteredPoolKind {
  HIKARI {
    @Override
    DataSource open(String url, String name) {
      HikariConfig config = new HikariConfig();
      config.setJdbcUrl(url);
      config.setPoolName(name);
      config.setMaximumPoolSize(2);
      config.setMinimumIdle(1);
      config.setConnectionTimeout(250);
      return new HikariDataSource(config);
    }
  },
  DBCP2 {
    @Override
    DataSource open(String url, String name) {
      BasicDataSource source = new BasicDataSource();
      source.setUrl(url);
      source.setMaxTotal(2);
      source.setMinIdle(1);
      source.setMaxWait(Duration.ofMillis(250));
      if (name != null) {
        source.setJmxName("com.example:type=DataSource,name=" + name);
      }
      return source;
    }
  },
  DBCP2_BY_HAND {
    @Override
    DataSource open(String url, String name) {
      PoolableConnectionFactory factory =
          new PoolableConnectionFactory(new DriverManagerConnectionFactory(url), null);
      GenericObjectPoolConfig<PoolableConnection> config = new GenericObjectPoolConfig<>();
      config.setMaxTotal(2);
      config.setMinIdle(1);
      config.setMaxWait(Duration.ofMillis(250));
      if (name != null) {
        config.setJmxNameBase("com.example:type=Pool,name=" + name + ",of=");
      }
      GenericObjectPool<PoolableConnection> pool = new GenericObjectPool<>(factory, config);
      factory.setPool(pool);
      return new PoolingDataSource<>(pool);
    }
  },
  TOMCAT {
    @Override
    DataSource open(String url, String name) {
      org.apache.tomcat.jdbc.pool.DataSource source = new org.apache.tomcat.jdbc.pool.DataSource();
      source.setUrl(url);
      source.setDriverClassName("org.h2.Driver");
      source.setInitialSize(1);
      source.setMaxActive(2);
      source.setMinIdle(1);
      source.setMaxWait(250);
      if (name != null) {
        source.setName(name);
      }
      return source;
    }
  };

  static LibraryInstrumentation[] instrumentations() {
    return new LibraryInstrumentation[] {
      new HikariInstrumentation(), new DbcpInstrumentation(), new TomcatPoolInstrumentation()
    };
  }

  /**
   * @param name null: as the library calls it by itself
   */
  abstract DataSource open(String url, String name);
}
