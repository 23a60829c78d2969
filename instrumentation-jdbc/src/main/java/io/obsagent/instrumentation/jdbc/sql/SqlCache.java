package io.obsagent.instrumentation.jdbc.sql;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Scanned statements by SQL text and dialect, bounded by entries and by bytes of text.
 *
 * <p>Applications with few statements find all of them here; those that write values into their SQL
 * find nothing, fill it with what is never asked again, and must not notice: a statement gets a
 * second chance only after it was asked for twice, and a thread that finds another one writing does
 * not wait but goes without.
 *
 * <p>Cost of a hit: the string's cached hash, eight slots of one cache line, one comparison; no
 * allocation, no lock, no shared write but the first time an entry is used again. Memory ordering:
 * an entry is immutable and published by a volatile write of its slot, read by a volatile read; the
 * "used again" flag is plain, a lost write of it costs at most an early replacement.
 *
 * <p>Safe for any thread. Holds the SQL itself, so nothing of it may leave the process.
 */
public final class SqlCache {
  /** Default bound on entries. */
  public static final int DEFAULT_ENTRIES = 1000;

  /** Default bound on the text held, in bytes: 1 MiB. */
  public static final int DEFAULT_BYTES = 1 << 20;

  /** Longer SQL, in characters, is scanned each time: few applications repeat it. */
  static final int MAX_SQL_LENGTH = 16 * 1024;

  private static final int WAYS = 8;
  private static final int MAX_ENTRIES = 1 << 20;

  private static final class Entry {
    final String sql;
    final SqlDialect dialect;
    final int hash;
    final int bytes;
    final SqlStatementInfo info;
    boolean usedAgain;

    Entry(String sql, SqlDialect dialect, int hash, int bytes, SqlStatementInfo info) {
      this.sql = sql;
      this.dialect = dialect;
      this.hash = hash;
      this.bytes = bytes;
      this.info = info;
    }

    @SuppressWarnings("ReferenceEquality") // the usual case: a constant, or a prepared statement's
    boolean is(String sql, SqlDialect dialect, int hash) {
      return this.hash == hash
          && this.dialect == dialect
          && (this.sql == sql || this.sql.equals(sql));
    }
  }

  private final AtomicReferenceArray<Entry> slots;
  private final int setMask;
  private final int maxEntries;
  private final int maxBytes;

  /** Held while writing, never waited for. Guards the fields below. */
  private final AtomicBoolean writing = new AtomicBoolean();

  private int hand;
  private volatile int entries;
  private volatile int bytes;

  /** With the default bounds: about 1.3 MiB when full, tables included. */
  public SqlCache() {
    this(DEFAULT_ENTRIES, DEFAULT_BYTES);
  }

  /**
   * With other bounds.
   *
   * @param maxEntries statements held; 0 or less holds none, above 1 048 576 is that
   * @param maxBytes bytes of SQL, sanitised text and summaries held, two to a character
   */
  public SqlCache(int maxEntries, int maxBytes) {
    this.maxEntries = Math.min(maxEntries, MAX_ENTRIES);
    this.maxBytes = maxBytes;
    // Two entries to a set of eight when full: of 1000 statements none is likely to find its set
    // full and be scanned again and again.
    int sets = 1;
    while (2 * sets < this.maxEntries) {
      sets <<= 1;
    }
    this.setMask = sets - 1;
    this.slots = new AtomicReferenceArray<>(sets * WAYS);
  }

  /**
   * What {@link SqlScanner#scan} says of {@code sql}: the same instance as before on a hit.
   *
   * @param sql may be null
   * @param dialect null is {@link SqlDialect#DEFAULT}
   * @return never null
   */
  public SqlStatementInfo get(String sql, SqlDialect dialect) {
    if (sql == null) {
      return SqlStatementInfo.EMPTY;
    }
    SqlDialect known = dialect == null ? SqlDialect.DEFAULT : dialect;
    if (sql.length() > MAX_SQL_LENGTH) {
      return SqlScanner.scan(sql, known);
    }
    int hash = hash(sql, known);
    Entry entry = find(sql, known, hash);
    if (entry == null) {
      return miss(sql, known, hash);
    }
    if (!entry.usedAgain) {
      entry.usedAgain = true;
    }
    return entry.info;
  }

  /** Statements held now; a snapshot. */
  public int entries() {
    return entries;
  }

  /** Bytes of text held now, two to a character; a snapshot. */
  public int bytes() {
    return bytes;
  }

  private static int hash(String sql, SqlDialect dialect) {
    int hash = sql.hashCode() + dialect.salt;
    return hash ^ (hash >>> 16);
  }

  private Entry find(String sql, SqlDialect dialect, int hash) {
    int first = (hash & setMask) * WAYS;
    for (int i = first; i < first + WAYS; i++) {
      Entry entry = slots.get(i);
      if (entry != null && entry.is(sql, dialect, hash)) {
        return entry;
      }
    }
    return null;
  }

  private SqlStatementInfo miss(String sql, SqlDialect dialect, int hash) {
    SqlStatementInfo info = SqlScanner.scan(sql, dialect);
    int size = bytesOf(sql, info);
    if (maxEntries > 0 && size <= maxBytes && writing.compareAndSet(false, true)) {
      try {
        if (find(sql, dialect, hash) == null) {
          makeRoom(size);
          put(new Entry(sql, dialect, hash, size, info));
        }
      } finally {
        writing.set(false);
      }
    }
    return info;
  }

  @SuppressWarnings("ReferenceEquality") // the scanner gives the very string back, or another
  private static int bytesOf(String sql, SqlStatementInfo info) {
    int chars = sql.length();
    if (info.text() != sql) {
      chars += info.text().length();
    }
    if (info.summary() != null) {
      chars += info.summary().length();
    }
    return 2 * chars;
  }

  private void makeRoom(int size) {
    while (entries >= maxEntries || (entries > 0 && bytes > maxBytes - size)) {
      Entry entry = slots.get(hand);
      if (entry != null) {
        if (entry.usedAgain) {
          entry.usedAgain = false;
        } else {
          replace(hand, entry, null);
        }
      }
      hand = (hand + 1) % slots.length();
    }
  }

  private void put(Entry entry) {
    int first = (entry.hash & setMask) * WAYS;
    int victim = first + hand % WAYS;
    for (int i = first; i < first + WAYS; i++) {
      Entry old = slots.get(i);
      if (old == null) {
        replace(i, null, entry);
        return;
      }
      if (!old.usedAgain) {
        victim = i;
      }
      old.usedAgain = false;
    }
    hand = (hand + 1) % slots.length();
    replace(victim, slots.get(victim), entry);
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one writer at a time, see writing
  private void replace(int slot, Entry old, Entry entry) {
    slots.set(slot, entry);
    entries += (entry == null ? 0 : 1) - (old == null ? 0 : 1);
    bytes += (entry == null ? 0 : entry.bytes) - (old == null ? 0 : old.bytes);
  }
}
