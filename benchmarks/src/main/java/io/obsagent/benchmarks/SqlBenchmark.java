package io.obsagent.benchmarks;

import io.obsagent.instrumentation.jdbc.sql.SqlCache;
import io.obsagent.instrumentation.jdbc.sql.SqlDialect;
import io.obsagent.instrumentation.jdbc.sql.SqlScanner;
import io.obsagent.instrumentation.jdbc.sql.SqlStatementInfo;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The sanitiser on a statement of ordinary size: found in the cache, and scanned afresh. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SqlBenchmark {
  private static final String SQL =
      "SELECT p.sku, p.name, p.price_cents, c.quantity FROM cart_lines c JOIN products p ON"
          + " p.sku = c.sku WHERE c.customer = 'alice' AND p.category IN ('kitchen', 'garden')"
          + " ORDER BY p.name";

  private final SqlCache cache = new SqlCache();

  /** Equal but not the same string, as concatenating code makes it; its hash is cached by now. */
  private final String again = String.join("", SQL, "");

  @Benchmark
  public SqlStatementInfo cacheHit() {
    return cache.get(SQL, SqlDialect.POSTGRESQL);
  }

  @Benchmark
  public SqlStatementInfo cacheHitOfAnEqualText() {
    return cache.get(again, SqlDialect.POSTGRESQL);
  }

  @Benchmark
  public SqlStatementInfo scan() {
    return SqlScanner.scan(SQL, SqlDialect.POSTGRESQL);
  }
}
