package io.obsagent.instrumentation.jdbc.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SqlCacheTest {

  @Test
  void theSameTextIsScannedOnce() {
    SqlCache cache = new SqlCache();
    SqlStatementInfo info = cache.get("select 1 from t", SqlDialect.ANSI);
    assertThat(info.text()).isEqualTo("select ? from t");
    assertThat(cache.get(new String("select 1 from t"), SqlDialect.ANSI)).isSameAs(info);
    assertThat(cache.entries()).isEqualTo(1);
  }

  @Test
  void theDialectIsPartOfTheKey() {
    SqlCache cache = new SqlCache();
    String sql = "select \"a\"";
    assertThat(cache.get(sql, SqlDialect.MYSQL).text()).isEqualTo("select ?");
    assertThat(cache.get(sql, SqlDialect.ANSI).text()).isEqualTo(sql);
    assertThat(cache.get(sql, null).text()).isEqualTo("select ?");
  }

  @Test
  void equalHashesAreToldApart() {
    SqlCache cache = new SqlCache();
    for (int round = 0; round < 2; round++) {
      for (String sql : collisions(6)) {
        assertThat(cache.get(sql, SqlDialect.ANSI).text()).isEqualTo(sql);
      }
    }
  }

  @Test
  void staysWithinItsEntries() {
    SqlCache cache = new SqlCache(100, 1 << 20);
    for (int i = 0; i < 10_000; i++) {
      cache.get("select a" + i + " from t", SqlDialect.ANSI);
      assertThat(cache.entries()).isLessThanOrEqualTo(100);
    }
    assertThat(cache.entries()).isGreaterThan(80);
  }

  @Test
  void staysWithinItsBytes() {
    SqlCache cache = new SqlCache(1000, 10_000);
    for (int i = 0; i < 1000; i++) {
      cache.get("select a" + i + "x".repeat(i), SqlDialect.ANSI);
      assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
    }
    assertThat(cache.entries()).isPositive();
  }

  @Test
  void longSqlIsNeverHeld() {
    SqlCache cache = new SqlCache();
    String sql = "select '" + "x".repeat(SqlCache.MAX_SQL_LENGTH) + "'";
    assertThat(cache.get(sql, SqlDialect.ANSI).text()).isEqualTo("select ?");
    assertThat(cache.entries()).isZero();
    cache.get("x".repeat(SqlCache.MAX_SQL_LENGTH), SqlDialect.ANSI);
    assertThat(cache.entries()).isEqualTo(1);
  }

  @Test
  void withoutRoomItOnlyScans() {
    for (SqlCache cache :
        new SqlCache[] {new SqlCache(0, 1 << 20), new SqlCache(-1, 0), new SqlCache(9, 3)}) {
      assertThat(cache.get("select 1", SqlDialect.ANSI).text()).isEqualTo("select ?");
      assertThat(cache.entries()).isZero();
      assertThat(cache.bytes()).isZero();
    }
  }

  @Test
  void nullAndEmpty() {
    SqlCache cache = new SqlCache();
    assertThat(cache.get(null, SqlDialect.ANSI)).isSameAs(SqlStatementInfo.EMPTY);
    assertThat(cache.get("", SqlDialect.ANSI)).isSameAs(SqlStatementInfo.EMPTY);
  }

  @Test
  void whatIsUsedAgainOutlivesWhatIsNot() {
    SqlCache cache = new SqlCache(200, 1 << 20);
    List<String> hot = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      hot.add("select hot" + i + " from t");
    }
    int misses = 0;
    SqlStatementInfo[] last = new SqlStatementInfo[hot.size()];
    for (int i = 0; i < 20_000; i++) {
      cache.get("select cold" + i + " from t", SqlDialect.ANSI);
      int at = i % hot.size();
      SqlStatementInfo info = cache.get(hot.get(at), SqlDialect.ANSI);
      misses += info == last[at] ? 0 : 1;
      last[at] = info;
    }
    assertThat(misses).isLessThan(20_000 / 50);
  }

  @Test
  void aThousandStatementsAllHaveTheirPlace() {
    SqlCache cache = new SqlCache();
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < SqlCache.DEFAULT_ENTRIES; i++) {
        cache.get("select column" + i + " from t" + i % 7, SqlDialect.ANSI);
      }
    }
    assertThat(cache.entries()).isEqualTo(SqlCache.DEFAULT_ENTRIES);
  }

  @Test
  void aHitAllocatesNothing() {
    SqlCache cache = new SqlCache();
    String[] statements = new String[500];
    for (int i = 0; i < statements.length; i++) {
      statements[i] = "select a" + i + " from t where b = 'x'";
    }
    for (int i = 0; i < 200; i++) {
      touch(cache, statements);
    }
    com.sun.management.ThreadMXBean threads =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) { // the measuring itself may allocate once
      long before = threads.getThreadAllocatedBytes(id);
      touch(cache, statements);
      least = Math.min(least, threads.getThreadAllocatedBytes(id) - before);
    }
    assertThat(least).isZero();
  }

  private static int touch(SqlCache cache, String[] statements) {
    int length = 0;
    for (String sql : statements) {
      length += cache.get(sql, SqlDialect.ANSI).text().length();
    }
    return length;
  }

  @Test
  void manyThreadsGetTheRightAnswerWithinTheBounds() throws Exception {
    SqlCache cache = new SqlCache(64, 20_000);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> done = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int seed = thread;
        Callable<Void> work =
            () -> {
              for (int i = 0; i < 100_000; i++) {
                int n = (i * 31 + seed * 17) % 300;
                SqlDialect dialect = SqlDialect.values()[n % SqlDialect.values().length];
                SqlStatementInfo info =
                    cache.get("select c" + n + " from t" + n + " where a = " + n, dialect);
                assertThat(info.text()).isEqualTo("select c" + n + " from t" + n + " where a = ?");
                assertThat(info.summary()).isEqualTo("select t" + n);
              }
              return null;
            };
        done.add(pool.submit(work));
      }
      for (Future<Void> each : done) {
        each.get(60, TimeUnit.SECONDS);
      }
    } finally {
      pool.shutdownNow();
    }
    assertThat(cache.entries()).isBetween(1, 64);
    assertThat(cache.bytes()).isBetween(1, 20_000);
  }

  /** Different names of one hash: "Aa" and "BB" have the same. */
  private static List<String> collisions(int pairs) {
    List<String> names = new ArrayList<>();
    for (int bits = 0; bits < 1 << pairs; bits++) {
      StringBuilder name = new StringBuilder("select ");
      for (int i = 0; i < pairs; i++) {
        name.append((bits >> i & 1) == 0 ? "Aa" : "BB");
      }
      names.add(name.toString());
    }
    return names;
  }
}
