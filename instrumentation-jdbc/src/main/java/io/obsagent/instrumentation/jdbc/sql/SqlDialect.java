package io.obsagent.instrumentation.jdbc.sql;

import java.util.Arrays;
import java.util.List;

/**
 * How one family of databases spells strings, identifiers and comments: exactly the differences
 * that decide what is a literal.
 *
 * <p>Source: the lexical chapters of each database's manual. Where a dialect's own settings change
 * the reading (ANSI_QUOTES, NO_BACKSLASH_ESCAPES, standard_conforming_strings) the default setting
 * is taken, and {@link SqlScanner} hides the rest of a text that reads differently under the other.
 *
 * <p>Immutable; safe for any thread.
 */
public enum SqlDialect {
  /** The database is not known: whatever two databases read differently hides the rest. */
  DEFAULT(Hash.DOUBT, Flag.QUOTES_ARE_LITERALS),
  /** H2, HSQLDB, Derby, DB2, SAP HANA, Trino, Firebird and others that follow the standard. */
  ANSI(Hash.IDENTIFIER),
  /** PostgreSQL and Redshift: nested comments, dollar quotes, {@code #} is an operator. */
  POSTGRESQL(Hash.OPERATOR, Flag.NESTED_COMMENTS),
  /** MySQL and MariaDB: backslash escapes, {@code "x"} is a string, {@code #} comments. */
  MYSQL(Hash.COMMENT, Flag.BACKSLASH, Flag.QUOTES_ARE_LITERALS, Flag.SPACED_DASHES),
  /** Oracle: {@code q'[..]'}, {@code :1} binds, hints. */
  ORACLE(Hash.IDENTIFIER, Flag.NUMBERED_BINDS),
  /** Microsoft SQL Server: {@code [x]} identifiers, {@code #temp}, {@code $1.50} is money. */
  SQLSERVER(Hash.IDENTIFIER, Flag.NESTED_COMMENTS, Flag.BRACKETS, Flag.DOLLAR_MONEY),
  /** SQLite: {@code [x]} identifiers; {@code "x"} falls back to a string, so it is one here. */
  SQLITE(Hash.DOUBT, Flag.QUOTES_ARE_LITERALS, Flag.BRACKETS),
  /** ClickHouse: backslash escapes, {@code "x"} identifiers. */
  CLICKHOUSE(Hash.DOUBT, Flag.BACKSLASH);

  /** What a {@code #} is. */
  enum Hash {
    COMMENT,
    IDENTIFIER,
    OPERATOR,
    DOUBT
  }

  private enum Flag {
    BACKSLASH,
    QUOTES_ARE_LITERALS,
    BRACKETS,
    NESTED_COMMENTS,
    SPACED_DASHES,
    NUMBERED_BINDS,
    DOLLAR_MONEY
  }

  /** Makes the same text of another dialect another key. */
  final int salt;

  /** What {@code #} is at the start of a token. */
  final Hash hash;

  /** A backslash in a plain string takes the next character with it. */
  final boolean backslashEscapes;

  /** {@code "x"} is, or may be, a string. */
  final boolean doubleQuoteIsLiteral;

  /** {@code [x]} is a quoted identifier, not a subscript or an array. */
  final boolean bracketIdentifiers;

  /** A comment inside a comment has to be closed as well. */
  final boolean nestedComments;

  /** {@code --} is a comment only before white space or the end. */
  final boolean spacedDashes;

  /** {@code :1} is a placeholder. */
  final boolean numberedBinds;

  /** {@code $1} is an amount, not a placeholder. */
  final boolean dollarMoney;

  SqlDialect(Hash hash, Flag... flags) {
    List<Flag> set = Arrays.asList(flags);
    this.hash = hash;
    this.salt = name().hashCode();
    this.backslashEscapes = set.contains(Flag.BACKSLASH);
    this.doubleQuoteIsLiteral = set.contains(Flag.QUOTES_ARE_LITERALS);
    this.bracketIdentifiers = set.contains(Flag.BRACKETS);
    this.nestedComments = set.contains(Flag.NESTED_COMMENTS);
    this.spacedDashes = set.contains(Flag.SPACED_DASHES);
    this.numberedBinds = set.contains(Flag.NUMBERED_BINDS);
    this.dollarMoney = set.contains(Flag.DOLLAR_MONEY);
  }
}
