package io.obsagent.instrumentation.jdbc.sql;

/**
 * The words the scanner and the summary know. Anything else is {@link #NONE}: a name.
 *
 * <p>{@link #of} allocates nothing and takes no locale: ASCII letters only, as in the standard.
 */
enum Keyword {
  NONE(Role.NAME),

  SELECT(Role.STATEMENT),
  INSERT(Role.STATEMENT),
  UPDATE(Role.STATEMENT),
  DELETE(Role.STATEMENT),
  MERGE(Role.STATEMENT),
  REPLACE(Role.STATEMENT),
  UPSERT(Role.STATEMENT),
  CREATE(Role.STATEMENT),
  ALTER(Role.STATEMENT),
  DROP(Role.STATEMENT),
  TRUNCATE(Role.STATEMENT),
  CALL(Role.STATEMENT),
  EXEC(Role.STATEMENT),
  EXECUTE(Role.STATEMENT),
  WITH(Role.STATEMENT),
  BEGIN(Role.STATEMENT),
  EXPLAIN(Role.STATEMENT),
  GRANT(Role.STATEMENT),
  REVOKE(Role.STATEMENT),
  DENY(Role.STATEMENT),
  COMMENT(Role.STATEMENT),
  SHOW(Role.STATEMENT),
  COMMIT(Role.STATEMENT),
  ROLLBACK(Role.STATEMENT),
  SAVEPOINT(Role.STATEMENT),
  SET(Role.STATEMENT),
  DECLARE(Role.STATEMENT),

  TABLE(Role.OBJECT),
  VIEW(Role.OBJECT),
  INDEX(Role.OBJECT),
  SEQUENCE(Role.OBJECT),
  PROCEDURE(Role.OBJECT),
  FUNCTION(Role.OBJECT),
  TRIGGER(Role.OBJECT),
  SCHEMA(Role.OBJECT),
  DATABASE(Role.OBJECT),
  USER(Role.OBJECT),
  ROLE(Role.OBJECT),
  LOGIN(Role.OBJECT),
  TYPE(Role.OBJECT),
  DOMAIN(Role.OBJECT),
  SYNONYM(Role.OBJECT),
  PACKAGE(Role.OBJECT),
  TABLESPACE(Role.OBJECT),
  EXTENSION(Role.OBJECT),
  EVENT(Role.OBJECT),
  SESSION(Role.OBJECT),
  SYSTEM(Role.OBJECT),

  // Stand between an operation and its target.
  INTO(Role.SKIPPED),
  FROM(Role.SKIPPED),
  ONLY(Role.SKIPPED),
  LATERAL(Role.SKIPPED),
  IGNORE(Role.SKIPPED),
  LOW_PRIORITY(Role.SKIPPED),
  HIGH_PRIORITY(Role.SKIPPED),
  DELAYED(Role.SKIPPED),
  QUICK(Role.SKIPPED),
  OVERWRITE(Role.SKIPPED),
  OR(Role.SKIPPED),
  ALL(Role.SKIPPED),
  FIRST(Role.SKIPPED),
  IF(Role.SKIPPED),
  NOT(Role.SKIPPED),
  EXISTS(Role.SKIPPED),
  CONCURRENTLY(Role.SKIPPED),
  ON(Role.SKIPPED),
  BODY(Role.SKIPPED),
  OJ(Role.SKIPPED),
  TOP(Role.SKIPPED),
  PERCENT(Role.SKIPPED),

  // After one of these comes no table.
  WHERE(Role.AFTER_TABLES),
  GROUP(Role.AFTER_TABLES),
  ORDER(Role.AFTER_TABLES),
  HAVING(Role.AFTER_TABLES),
  LIMIT(Role.AFTER_TABLES),
  OFFSET(Role.AFTER_TABLES),
  FETCH(Role.AFTER_TABLES),
  WINDOW(Role.AFTER_TABLES),
  FOR(Role.AFTER_TABLES),
  QUALIFY(Role.AFTER_TABLES),
  CONNECT(Role.AFTER_TABLES),
  START(Role.AFTER_TABLES),
  UNION(Role.AFTER_TABLES),
  INTERSECT(Role.AFTER_TABLES),
  EXCEPT(Role.AFTER_TABLES),
  MINUS(Role.AFTER_TABLES),
  LOCK(Role.AFTER_TABLES),
  OPTION(Role.AFTER_TABLES),
  PREWHERE(Role.AFTER_TABLES),
  SETTINGS(Role.AFTER_TABLES),
  RETURNING(Role.AFTER_TABLES),
  WHEN(Role.AFTER_TABLES),
  IMMEDIATE(Role.AFTER_TABLES),
  NEXT(Role.AFTER_TABLES),
  VALUES(Role.AFTER_TABLES),

  JOIN(Role.OTHER),
  APPLY(Role.OTHER),
  DISTINCT(Role.OTHER),
  USING(Role.OTHER),
  IN(Role.OTHER),
  ESCAPE(Role.OTHER),
  IDENTIFIED(Role.OTHER),
  PASSWORD(Role.OTHER),
  BY(Role.OTHER),
  NULL(Role.VALUE),
  TRUE(Role.VALUE),
  FALSE(Role.VALUE),
  DEFAULT(Role.VALUE),

  // A number with a sign may follow.
  AND(Role.OTHER),
  LIKE(Role.OTHER),
  BETWEEN(Role.OTHER),
  CASE(Role.OTHER),
  THEN(Role.OTHER),
  ELSE(Role.OTHER),
  INTERVAL(Role.OTHER),

  // Begin a step of a procedural block that calls nothing.
  END(Role.OTHER),
  LOOP(Role.OTHER),
  WHILE(Role.OTHER),
  RETURN(Role.OTHER),
  RAISE(Role.OTHER),
  OPEN(Role.OTHER),
  CLOSE(Role.OTHER),
  EXIT(Role.OTHER),
  GOTO(Role.OTHER);

  enum Role {
    NAME,
    STATEMENT,
    OBJECT,
    SKIPPED,
    AFTER_TABLES,
    VALUE,
    OTHER
  }

  private static final int MASK = 511;
  private static final int LONGEST = 13;
  private static final Keyword[] TABLE_OF_ALL = new Keyword[MASK + 1];

  static {
    for (Keyword keyword : values()) {
      String name = keyword.name();
      int slot = hash(name, 0, name.length());
      while (TABLE_OF_ALL[slot] != null) {
        slot = (slot + 1) & MASK;
      }
      TABLE_OF_ALL[slot] = keyword;
    }
  }

  final Role role;

  Keyword(Role role) {
    this.role = role;
  }

  /** The keyword spelled by {@code sql[start, end)} in any case. */
  static Keyword of(String sql, int start, int end) {
    if (end - start > LONGEST) {
      return NONE;
    }
    for (int slot = hash(sql, start, end); TABLE_OF_ALL[slot] != null; slot = (slot + 1) & MASK) {
      if (TABLE_OF_ALL[slot].isSpelledBy(sql, start, end)) {
        return TABLE_OF_ALL[slot];
      }
    }
    return NONE;
  }

  boolean changesData() {
    return this == INSERT || this == UPDATE || this == DELETE || this == MERGE;
  }

  /**
   * UPDATE and SET as well: "INSERT ... SELECT ... FROM t ON CONFLICT DO UPDATE SET a = 1, b = 2".
   */
  boolean endsTables() {
    return role == Role.AFTER_TABLES || this == INTO || this == UPDATE || this == SET;
  }

  private boolean isSpelledBy(String sql, int start, int end) {
    String name = name();
    if (name.length() != end - start) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (fold(name.charAt(i)) != fold(sql.charAt(start + i))) {
        return false;
      }
    }
    return true;
  }

  private static int hash(String sql, int start, int end) {
    int hash = 0;
    for (int i = start; i < end; i++) {
      hash = hash * 31 + fold(sql.charAt(i));
    }
    return (hash ^ hash >>> 9) & MASK;
  }

  private static int fold(char c) {
    return c | 0x20;
  }
}
