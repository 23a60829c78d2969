package io.obsagent.instrumentation.jdbc;

import java.util.List;

/**
 * {@code obs.exclude.sql}: statements that are neither traced nor counted. A {@code *} stands for
 * any text; case and white space at either end do not matter. Compared with the text as the
 * application wrote it.
 *
 * <p>Immutable and thread-safe; allocates nothing.
 */
final class ExcludedSql {
  private final String[] globs;

  ExcludedSql(List<String> globs) {
    this.globs = globs.toArray(new String[0]);
  }

  /** Null is no statement, so it is not excluded. */
  boolean matches(String sql) {
    if (globs.length == 0 || sql == null) {
      return false;
    }
    int from = 0;
    int to = sql.length();
    while (from < to && sql.charAt(from) <= ' ') {
      from++;
    }
    while (to > from && sql.charAt(to - 1) <= ' ') {
      to--;
    }
    for (String glob : globs) {
      if (matches(glob, sql, from, to)) {
        return true;
      }
    }
    return false;
  }

  /** After a star the earliest match of what follows is as good as any: no deeper backtracking. */
  private static boolean matches(String glob, String sql, int from, int to) {
    int g = 0;
    int s = from;
    int star = -1;
    int resume = from;
    while (s < to) {
      if (g < glob.length() && glob.charAt(g) == '*') {
        star = g++;
        resume = s;
      } else if (g < glob.length() && same(glob.charAt(g), sql.charAt(s))) {
        g++;
        s++;
      } else if (star >= 0) {
        g = star + 1;
        s = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }

  private static boolean same(char a, char b) {
    return a == b || Character.toLowerCase(a) == Character.toLowerCase(b);
  }
}
