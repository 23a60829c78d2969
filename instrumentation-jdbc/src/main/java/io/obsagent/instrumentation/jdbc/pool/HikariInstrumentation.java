package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/** HikariCP: its pool, below whatever data source an application has. */
public final class HikariInstrumentation implements LibraryInstrumentation {

  public HikariInstrumentation() {}

  @Override
  public String name() {
    return "hikaricp";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("com.zaxxer.hikari.pool.PoolBase")
        .state(PoolRecorder.POOL_STATE)
        // With a parameter since 6.3.
        .method("newConnection", "()Ljava/sql/Connection;", HikariAdvice.Create.class)
        .method("newConnection", "(Z)Ljava/sql/Connection;", HikariAdvice.Create.class);
    targets
        .types("com.zaxxer.hikari.pool.HikariPool")
        .method("getConnection", "(J)Ljava/sql/Connection;", HikariAdvice.Obtain.class);
    targets
        .types("com.zaxxer.hikari.pool.ProxyConnection")
        .state(PoolRecorder.BORROWED_STATE)
        .method("close", "()V", ReturnAdvice.class);
  }
}
