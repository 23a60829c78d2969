package io.obsagent.instrumentation.jdbc.sql;

/**
 * {@code db.query.summary} out of the scanner's tokens: operations and their targets in the order
 * of the text, as written, at most 255 characters, never cut inside a token. Source: "Generating a
 * summary of the query" in OpenTelemetry's database conventions.
 *
 * <p>A small automaton per level of parentheses. It parses no SQL; it knows after which words a
 * name is a target. One owner, one thread; each token costs a few instructions.
 */
final class QuerySummary {
  private static final int MAX_LEVELS = 64;

  /** What the next tokens of a level can mean. */
  private enum Clause {
    /** The first statement: its first word is an operation, whatever it is. */
    FIRST_STATEMENT,
    /** A later statement: only words known to be operations count. */
    STATEMENT,
    /** Right after a parenthesis. */
    OPENED,
    /** Right after a parenthesis that may hold the body of a common table expression. */
    OPENED_BODY,
    WITH,
    COLUMNS,
    TABLES,
    AFTER_TABLES,
    INSERT,
    CHANGE,
    /** CREATE and its like: an object type follows. */
    OBJECT,
    NAME,
    NAMES,
    CALL,
    /** Nothing but SELECT counts. */
    REST,
    /** Nothing counts. */
    IGNORED
  }

  private final SqlDialect dialect;
  private final SummaryText out = new SummaryText();

  private final Clause[] clauses = new Clause[MAX_LEVELS];
  private final boolean[] expecting = new boolean[MAX_LEVELS];
  private int level;
  private int tooDeep;

  private Keyword previous = Keyword.NONE;
  private Keyword operation = Keyword.NONE;
  private Keyword object = Keyword.NONE;

  private boolean inBlock;

  QuerySummary(SqlDialect dialect) {
    this.dialect = dialect;
    clauses[0] = Clause.FIRST_STATEMENT;
  }

  /** Whether the statement may set a password: PASSWORD is followed by one, not by a column. */
  boolean changesAccounts() {
    return operation == Keyword.SET
        || object == Keyword.USER
        || object == Keyword.ROLE
        || object == Keyword.LOGIN;
  }

  void word(Keyword keyword, String sql, int start, int end) {
    if (out.continueName(sql, start, end)) {
      return;
    }
    if (tooDeep == 0) {
      if (expecting[level]) {
        expected(keyword, sql, start, end);
      } else {
        unexpected(keyword, sql, start, end);
      }
    }
    previous = keyword;
  }

  /** An identifier in quotes: a name, never an operation. */
  void quotedName(String sql, int start, int end) {
    if (!out.continueName(sql, start, end)) {
      if (tooDeep == 0 && expecting[level]) {
        begin(sql, start, end);
      } else {
        out.flush(false);
      }
      previous = Keyword.NONE;
    }
  }

  /** A variable such as {@code @rows}: a target like a table, but never a procedure. */
  void variable(String sql, int start, int end) {
    out.flush(false);
    if (tooDeep == 0 && expecting[level] && clauses[level] != Clause.CALL) {
      begin(sql, start, end);
    }
    previous = Keyword.NONE;
  }

  void dot() {
    out.dot();
  }

  /** A literal or a placeholder. */
  void value() {
    out.flush(false);
    if (previous != Keyword.TOP) {
      expecting[level] = false;
    }
    if (clauses[level] == Clause.STATEMENT) {
      clauses[level] = Clause.REST; // "begin ? := f(?); end"
    }
    previous = Keyword.NONE;
  }

  void comma() {
    out.flush(false);
    if (tooDeep == 0 && (clauses[level] == Clause.TABLES || clauses[level] == Clause.NAMES)) {
      expecting[level] = true;
    }
    previous = Keyword.NONE;
  }

  void operator() {
    out.flush(false);
    previous = Keyword.NONE;
  }

  void opened() {
    out.flush(true);
    if (level + 1 == MAX_LEVELS) {
      tooDeep++;
      return;
    }
    Clause inner = clauses[level] == Clause.WITH ? Clause.OPENED_BODY : Clause.OPENED;
    boolean tablesInside = false;
    if (clauses[level] == Clause.IGNORED) {
      inner = Clause.IGNORED;
    } else if (expecting[level] && previous != Keyword.TOP) {
      expecting[level] = false;
      tablesInside = clauses[level] != Clause.NAME && clauses[level] != Clause.CALL;
      inner = tablesInside ? Clause.TABLES : inner;
    }
    if (clauses[level] == Clause.FIRST_STATEMENT || clauses[level] == Clause.STATEMENT) {
      clauses[level] = Clause.REST; // "(SELECT ...) UNION (SELECT ...)"
    }
    level++;
    clauses[level] = inner;
    expecting[level] = tablesInside;
    previous = Keyword.NONE;
  }

  void closedParenthesis() {
    out.flush(false);
    if (tooDeep > 0) {
      tooDeep--;
    } else if (level > 0) {
      level--;
    }
    previous = Keyword.NONE;
  }

  void semicolon() {
    out.flush(true);
    level = 0;
    tooDeep = 0;
    expecting[0] = false;
    clauses[0] = clauses[0] == Clause.FIRST_STATEMENT ? Clause.FIRST_STATEMENT : Clause.STATEMENT;
    previous = Keyword.NONE;
    object = Keyword.NONE;
  }

  /** Where the summary is now; for {@link #rewind}. */
  int mark() {
    return out.mark();
  }

  /** Forgets what was said since {@code mark}, and says no more. */
  void rewind(int mark) {
    out.rewind(mark);
  }

  /** The summary, null when there is none. The scanner calls it once, at the end. */
  String toSummary() {
    out.flush(true);
    return out.toSummary();
  }

  String storedProcedure() {
    return out.storedProcedure();
  }

  private void expected(Keyword keyword, String sql, int start, int end) {
    Clause clause = clauses[level];
    if (keyword == Keyword.SELECT || keyword == Keyword.WITH || keyword == Keyword.VALUES) {
      expecting[level] = false;
      unexpected(keyword, sql, start, end);
    } else if (endsExpectation(clause, keyword)) {
      expecting[level] = false;
    } else if (keyword == Keyword.TABLE && operation == Keyword.TRUNCATE) {
      out.say(sql, start, end);
    } else if (!isSkipped(clause, keyword)) {
      begin(sql, start, end);
    }
  }

  private static boolean endsExpectation(Clause clause, Keyword keyword) {
    switch (clause) {
      case INSERT:
        return keyword == Keyword.WHEN;
      case CHANGE:
      case NAME:
        return keyword == Keyword.SET;
      case CALL:
        return keyword == Keyword.NEXT || keyword == Keyword.IMMEDIATE;
      default:
        return false;
    }
  }

  private boolean isSkipped(Clause clause, Keyword keyword) {
    switch (clause) {
      case TABLES:
        return keyword == Keyword.ONLY
            || keyword == Keyword.LATERAL
            || keyword == Keyword.TABLE
            || keyword == Keyword.OJ;
      case CALL:
        return keyword == Keyword.PROCEDURE || keyword == Keyword.FUNCTION;
      default: // "INSERT OR REPLACE INTO", "DELETE FROM ONLY", "DROP TABLE IF EXISTS"
        return keyword.role == Keyword.Role.SKIPPED
            || keyword == Keyword.TABLE
            || previous == Keyword.OR;
    }
  }

  private void unexpected(Keyword keyword, String sql, int start, int end) {
    out.flush(false);
    Clause clause = clauses[level];
    if (clause == Clause.IGNORED) {
      return;
    }
    if (keyword == Keyword.SELECT) {
      out.say(sql, start, end);
      clauses[level] = Clause.COLUMNS;
      return;
    }
    switch (clause) {
      case FIRST_STATEMENT:
      case STATEMENT:
        statement(keyword, sql, start, end);
        break;
      case OPENED:
        clauses[level] = keyword == Keyword.WITH ? Clause.WITH : Clause.REST;
        break;
      case OPENED_BODY:
        clauses[level] = keyword == Keyword.WITH ? Clause.WITH : Clause.REST;
        if (keyword.changesData()) {
          statement(keyword, sql, start, end);
        }
        break;
      case WITH:
        if (keyword.changesData()) {
          statement(keyword, sql, start, end);
        }
        break;
      case COLUMNS:
        if (keyword == Keyword.FROM && previous != Keyword.DISTINCT) {
          expect(Clause.TABLES);
        }
        break;
      case TABLES:
      case AFTER_TABLES:
        table(keyword);
        break;
      case INSERT:
        expecting[level] = keyword == Keyword.INTO;
        break;
      case OBJECT:
        object(keyword, sql, start, end);
        break;
      default:
        break;
    }
  }

  private void table(Keyword keyword) {
    if (keyword == Keyword.JOIN || keyword == Keyword.APPLY) {
      expect(Clause.TABLES);
    } else if (keyword.endsTables()) {
      clauses[level] = Clause.AFTER_TABLES;
    } else if (keyword == Keyword.WITH) {
      expecting[level] = false; // a table hint, or a body that stands where a table may stand
    }
  }

  private void statement(Keyword keyword, String sql, int start, int end) {
    boolean first = clauses[level] == Clause.FIRST_STATEMENT;
    if (first || level == 0) {
      operation = keyword;
      object = Keyword.NONE;
    }
    if (keyword == Keyword.WITH) {
      clauses[level] = Clause.WITH;
      return;
    }
    if (keyword == Keyword.BEGIN) {
      inBlock = dialect == SqlDialect.ORACLE;
      clauses[level] = Clause.STATEMENT;
      if (first) {
        out.say(sql, start, end);
      }
      return;
    }
    if (!first && keyword.role != Keyword.Role.STATEMENT) {
      clauses[level] = Clause.REST;
      if (inBlock && keyword == Keyword.NONE) {
        out.beginCall(sql, start, end);
      }
      return;
    }
    out.say(sql, start, end);
    enter(keyword);
  }

  private void enter(Keyword operation) {
    switch (operation) {
      case INSERT:
      case REPLACE:
      case UPSERT:
        expect(Clause.INSERT);
        break;
      case UPDATE:
      case DELETE:
      case MERGE:
        expect(Clause.CHANGE);
        break;
      case CREATE:
      case ALTER:
      case DROP:
        clauses[level] = Clause.OBJECT;
        break;
      case TRUNCATE:
        expect(Clause.NAMES);
        break;
      case CALL:
      case EXEC:
      case EXECUTE:
        expect(Clause.CALL);
        break;
      case EXPLAIN:
        clauses[level] = Clause.STATEMENT;
        break;
      case GRANT:
      case REVOKE:
      case DENY:
      case COMMENT:
      case SHOW:
        clauses[level] = Clause.IGNORED;
        break;
      default:
        clauses[level] = Clause.REST;
        break;
    }
  }

  private void object(Keyword keyword, String sql, int start, int end) {
    if (keyword.role == Keyword.Role.OBJECT) {
      out.say(sql, start, end);
      object = keyword;
      if (changesAccounts()) {
        clauses[level] = Clause.IGNORED; // whose account it is, is nobody's business
      } else {
        expect(operation == Keyword.DROP ? Clause.NAMES : Clause.NAME);
      }
    }
  }

  private void expect(Clause clause) {
    clauses[level] = clause;
    expecting[level] = true;
  }

  private void begin(String sql, int start, int end) {
    expecting[level] = false;
    out.begin(sql, start, end, clauses[level] == Clause.CALL && callsProcedure());
  }

  /** EXECUTE runs a prepared statement, not a procedure, in PostgreSQL and MySQL. */
  private boolean callsProcedure() {
    return operation != Keyword.EXECUTE
        || (dialect != SqlDialect.POSTGRESQL && dialect != SqlDialect.MYSQL);
  }
}
