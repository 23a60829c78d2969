package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Commons DBCP 2: {@code BasicDataSource}, and a {@code PoolingDataSource} put together by hand.
 */
public final class DbcpInstrumentation implements LibraryInstrumentation {

  public DbcpInstrumentation() {}

  @Override
  public String name() {
    return "apache-dbcp";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.commons.dbcp2.PoolingDataSource")
        .state(PoolRecorder.POOL_STATE)
        .method("getConnection", "()Ljava/sql/Connection;", DbcpAdvice.Obtain.class);
    targets
        .types("org.apache.commons.dbcp2.PoolableConnectionFactory")
        .state(PoolRecorder.POOL_STATE)
        .method("makeObject", "()Lorg/apache/commons/pool2/PooledObject;", DbcpAdvice.Create.class);
    targets
        .types("org.apache.commons.dbcp2.PoolingDataSource$PoolGuardConnectionWrapper")
        .state(PoolRecorder.BORROWED_STATE)
        .method("close", "()V", ReturnAdvice.class);
  }
}
