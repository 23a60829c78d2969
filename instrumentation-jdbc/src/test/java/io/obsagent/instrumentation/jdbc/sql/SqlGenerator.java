package io.obsagent.instrumentation.jdbc.sql;

import java.util.Random;

/**
 * Statements of one dialect, made from a seed. Every literal and comment holds {@link #SECRET} or
 * {@link #NUMBER}; nothing else does. Portable statements leave out what another dialect cannot
 * tell from a name: see "Limits" in docs/sql.md.
 */
final class SqlGenerator {
  static final String SECRET = "zqs";
  static final String NUMBER = "777";

  private static final String[] WORDS = {
    "a",
    "t1",
    "col_2",
    "SELECT",
    "from",
    "where",
    "and",
    "or",
    "not",
    "orders",
    "o.id",
    "like",
    "is",
    "null",
    "Order_Items",
    "count",
    "join",
    "on",
    "group by",
    "order by",
    "n",
    "x",
    "e",
    "q",
    "set",
    "limit",
    "values",
    "in",
    "between",
    "case",
    "when",
    "then",
    "end",
    "union",
    "insert into",
    "update",
    "delete",
    "with",
    "as",
    "{call p}",
    "true",
    "t\u00e9",
    "\ud83d\ude00",
    "distinct",
    "begin",
    "commit",
    "call",
    "truncate",
    "b.c",
    "escape"
  };
  private static final String[] OPERATORS = {
    "=",
    "<>",
    "!=",
    "<",
    ">=",
    "+",
    "-",
    "*",
    "/",
    "%",
    "||",
    ",",
    "(",
    ")",
    ";",
    ".",
    "&",
    "|",
    "^",
    "~",
    ":=",
    "?",
    ":p",
    "(?, ?)",
    "in (?, ?)",
    "in (",
    "::text",
    "{",
    "}"
  };
  private static final String[] FILLERS = {
    "", "", "''", "--", "/*", "*/", "$$", "$t$", "?", "\n", ";", ")", "(", "select", "#", "[", "]",
    "\u2019", "\ud83d", "\u0000", " ", "=", ":", "q[", "N", "5"
  };
  private static final String[] DELIMITERS = {"[]", "()", "{}", "<>", "!!", "||", "\"\""};

  private final Random random;
  private final SqlDialect dialect;
  private final boolean portable;
  private StringBuilder sql = new StringBuilder();

  SqlGenerator(Random random, SqlDialect dialect, boolean portable) {
    this.random = random;
    this.dialect = dialect;
    this.portable = portable;
  }

  String statement(int tokens) {
    sql = new StringBuilder();
    switch (random.nextInt(6)) {
      case 0:
        sql.append("SELECT * FROM t WHERE ");
        break;
      case 1:
        sql.append("insert into t (a, b) values ");
        break;
      case 2:
        sql.append("update t set a = ");
        break;
      default:
        break;
    }
    for (int i = 0; i < tokens; i++) {
      token();
    }
    if (random.nextInt(50) == 0) {
      sql.append(" ; alter user u identified by ").append(SECRET);
    }
    return sql.toString();
  }

  private void token() {
    switch (random.nextInt(10)) {
      case 0:
      case 1:
      case 2:
        word(pick(WORDS));
        break;
      case 3:
        // Apart from what follows, or a slash and a star would begin a comment.
        sql.append(pick(OPERATORS)).append(' ');
        break;
      case 4:
      case 5:
        literal();
        break;
      case 6:
        list();
        break;
      case 7:
        quotedName();
        break;
      case 8:
        comment();
        break;
      default:
        sql.append(random.nextInt(3) == 0 ? "\n" : " ");
        break;
    }
  }

  /** A word stands apart from what is before it, but not always from what follows. */
  private void word(String word) {
    sql.append(' ').append(word);
    if (word.length() == 1 || random.nextInt(4) > 0) {
      sql.append(' '); // one letter may be the prefix of a string
    }
  }

  private void list() {
    sql.append(random.nextBoolean() ? " in (" : ", (");
    for (int i = random.nextInt(4); i >= 0; i--) {
      literal();
      sql.append(i > 0 ? "," : "");
    }
    sql.append(") ");
  }

  private void literal() {
    switch (random.nextInt(7)) {
      case 0:
      case 1:
      case 2:
        number();
        break;
      case 3:
        special();
        break;
      case 4:
        sql.append(pick(new String[] {"N", "X", "b", " date", " _utf8"}));
        quoted('\'', dialect.backslashEscapes);
        break;
      default:
        quoted('\'', dialect.backslashEscapes);
        break;
    }
  }

  private void number() {
    String sign = pick(new String[] {" ", " ", " -", " +", "= -", "(", ","});
    String number = NUMBER + random.nextInt(1_000_000);
    sql.append(sign);
    switch (random.nextInt(7)) {
      case 0:
        sql.append(number).append('.').append(number);
        break;
      case 1:
        sql.append(" .").append(number);
        break;
      case 2:
        sql.append(number).append(pick(new String[] {"e+", "E-", "e"})).append(number);
        break;
      case 3:
        sql.append("0x").append(number).append("FF");
        break;
      case 4:
        sql.append(dialect == SqlDialect.SQLSERVER ? " $" : "").append(number).append(".50");
        break;
      default:
        sql.append(number);
        break;
    }
    if (sign.equals("(")) {
      sql.append(')');
    }
  }

  /** What only this dialect has. */
  private void special() {
    String body = SECRET + pick(FILLERS).replace("'", "") + SECRET;
    switch (dialect) {
      case POSTGRESQL:
        switch (random.nextInt(3)) {
          case 0:
            sql.append(" E");
            quoted('\'', true);
            break;
          case 1:
            String tag = pick(new String[] {"$$", "$t$", "$_x1$"});
            sql.append(' ').append(tag).append(body.replace("$", "")).append("it's").append(tag);
            break;
          default:
            sql.append(portable ? " = ?" : " a[1:" + NUMBER + "]");
            break;
        }
        break;
      case ORACLE:
        String delimiters = pick(DELIMITERS);
        sql.append(random.nextBoolean() ? " q'" : " nQ'").append(delimiters.charAt(0));
        sql.append("it's ").append(SECRET).append(delimiters.charAt(1)).append('\'');
        break;
      case MYSQL:
      case SQLITE:
      case DEFAULT:
        if (!portable) {
          quoted('"', dialect.backslashEscapes);
        }
        break;
      case SQLSERVER:
        sql.append(" £").append(NUMBER);
        break;
      case ANSI:
        sql.append(" U&'\\0061").append(body).append('\'');
        break;
      default:
        break;
    }
  }

  private void quoted(char quote, boolean escapes) {
    if (sql.length() > 0 && sql.charAt(sql.length() - 1) == quote) {
      sql.append(' '); // else the two were one string
    }
    sql.append(quote);
    for (int i = random.nextInt(3); i >= 0; i--) {
      String filler = pick(FILLERS);
      sql.append(filler.equals("''") ? "" + quote + quote : filler)
          .append(SECRET)
          .append(random.nextInt(1000));
      if (escapes && random.nextInt(3) == 0) {
        sql.append('\\').append(pick(new String[] {"" + quote, "\\", "n"})).append(SECRET);
      } else if (!escapes && !portable && random.nextInt(8) == 0) {
        sql.append('\\').append(SECRET);
      }
    }
    if (!escapes && !portable && random.nextInt(40) == 0) {
      sql.append('\\');
    }
    sql.append(quote);
  }

  private void quotedName() {
    String inside =
        portable
            ? pick(new String[] {"", "a b", "x1"})
            : pick(new String[] {"it's", "a\"b", "--", "/*", "a b"});
    if (dialect.bracketIdentifiers && random.nextBoolean()) {
      sql.append(" [n").append(inside).append("] ");
    } else if (!dialect.doubleQuoteIsLiteral) {
      sql.append(" \"n").append(inside.replace("\"", "\"\"")).append("\" ");
    } else if (dialect == SqlDialect.MYSQL || dialect == SqlDialect.SQLITE) {
      sql.append(" `n").append(inside).append("` ");
    }
  }

  private void comment() {
    String body = SECRET + (portable ? "" : pick(new String[] {"'", "\"", "--", "`", "$$"}));
    switch (random.nextInt(4)) {
      case 0:
        sql.append("-- ").append(body).append('\n');
        break;
      case 1:
        sql.append("/* ").append(body).append(" */");
        break;
      case 2:
        if (dialect == SqlDialect.MYSQL && !portable) {
          sql.append('#').append(body).append('\n');
        }
        break;
      default:
        if (dialect.nestedComments && !portable) {
          sql.append("/* /* */ ").append(body).append(" */");
        }
        break;
    }
  }

  private String pick(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
