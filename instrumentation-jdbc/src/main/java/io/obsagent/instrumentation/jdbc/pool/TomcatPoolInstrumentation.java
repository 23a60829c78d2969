package io.obsagent.instrumentation.jdbc.pool;

import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;

/**
 * Tomcat's JDBC pool. What it hands out is a proxy of the JDK's, never woven, so the connection
 * behind it is followed.
 */
public final class TomcatPoolInstrumentation implements LibraryInstrumentation {
  private static final String POOLED = "Lorg/apache/tomcat/jdbc/pool/PooledConnection;";
  private static final String TEXT = "Ljava/lang/String;";

  public TomcatPoolInstrumentation() {}

  @Override
  public String name() {
    return "tomcat-jdbc";
  }

  @Override
  public void describe(Targets targets) {
    targets
        .types("org.apache.tomcat.jdbc.pool.ConnectionPool")
        .state(PoolRecorder.POOL_STATE)
        .method("getConnection", "()Ljava/sql/Connection;", TomcatPoolAdvice.Obtain.class)
        .method(
            "getConnection",
            "(" + TEXT + TEXT + ")Ljava/sql/Connection;",
            TomcatPoolAdvice.Obtain.class)
        .method(
            "setupConnection", "(" + POOLED + ")Ljava/sql/Connection;", TomcatPoolAdvice.Lend.class)
        .method("returnConnection", "(" + POOLED + ")V", TomcatPoolAdvice.GiveBack.class)
        .method(
            "createConnection",
            "(J" + POOLED + TEXT + TEXT + ")" + POOLED,
            TomcatPoolAdvice.Create.class);
    targets
        .types("org.apache.tomcat.jdbc.pool.PooledConnection")
        .state(PoolRecorder.BORROWED_STATE)
        // The borrowing of a connection that is thrown away ends here.
        .method("release", "()Z", ReturnAdvice.class);
  }
}
