package io.obsagent.instrumentation.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorMessageTest {
  private static final String VALUE_CHARACTERS = "abcXYZ019 '\"`()[]{}?:;,.-\u00fc\u20ac\n";

  /** Where real drivers put values; {@code %} is the value. */
  private static final String[] FRAMES = {
    "Duplicate entry '%' for key 'users.email'",
    "(conn=5) Duplicate entry '%' for key 'email'",
    "ERROR: duplicate key value violates unique constraint \"users_email_key\"\n"
        + "  Detail: Key (email)=(%) already exists.",
    "ERROR: invalid input syntax for type integer: \"%\"",
    "ERROR: null value in column \"a\" violates not-null constraint\n"
        + "  Detail: Failing row contains (1, %, null).",
    "Unique index or primary key violation: \"PUBLIC.I ON PUBLIC.T(A) VALUES ( /* 1 */ '%' )\"; "
        + "SQL statement:\nINSERT INTO T VALUES (?) [23505-224]",
    "You have an error in your SQL syntax; check the manual near '%' at line 1",
    "Data truncation: Incorrect datetime value: '%' for column 'at' at row 1",
    "Violation of UNIQUE KEY constraint 'UQ'. Cannot insert duplicate key in object 'dbo.t'. "
        + "The duplicate key value is (%).",
    "[SQLITE_CONSTRAINT] Abort due to constraint violation (%)",
    "Fehler: ung\u00fcltige Eingabesyntax f\u00fcr Typ integer: \u00bb%\u00ab",
    "Query is: INSERT INTO t VALUES (?), parameters ['%',4711]",
  };

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "Duplicate entry 'bob@x.org' for key 'users.email'|Duplicate entry ? for key ?",
        "Key (email)=(bob@x.org) already exists.|Key (?)=(?) already exists.",
        "Can't find table \"users\"|Can't find table ?",
        "near 'O'Brien' at line 1|near ?",
        "bad value 'it''s' here|bad value ? here",
        "empty '' value|empty ? value",
        "cut off 'in the mid|cut off ?",
        "nice (:) secret) day|nice ?",
        "[SQLITE_BUSY] The database file is locked|[SQLITE_BUSY] The database file is locked",
        "Table not found [42102-224]|Table not found [42102-224]",
        "array [4711]|array [?]",
        "Connection refused|Connection refused",
      })
  void replacesWhatIsDelimited(String message, String expected) {
    assertThat(ErrorMessage.sanitize(message, null)).isEqualTo(expected);
  }

  @Test
  void leavesOutTheStatement() {
    String sql = "SELECT * FROM t WHERE id = 4711";
    assertThat(ErrorMessage.sanitize("failed: " + sql + " [42102-224]", " " + sql + "\n"))
        .isEqualTo("failed: ? [42102-224]");
    assertThat(ErrorMessage.sanitize("oops; SQL statement:\nSELECT 4711 FROM x [90000-1]", null))
        .isEqualTo("oops; SQL statement: ?");
  }

  @Test
  void hasNoWordsForNoMessage() {
    assertThat(ErrorMessage.sanitize(null, null)).isEmpty();
    assertThat(ErrorMessage.sanitize("", "")).isEmpty();
  }

  @Test
  void readsNoMoreThanItHasTo() {
    StringBuilder sql = new StringBuilder("SELECT ");
    for (int i = 0; i < 100_000; i++) {
      sql.append("'x").append(i).append("', 4711, ");
    }
    String shown = ErrorMessage.sanitize("failed: " + sql, sql.toString());
    assertThat(shown).isEqualTo("failed: ?");
  }

  /** Values that hold no pair of delimiters which looks like the frame's own. */
  @Test
  void noValueLeavesWhateverItContains() {
    Random random = new Random(20261121);
    for (int round = 0; round < 200_000; round++) {
      String secret = "S3CRET" + random.nextInt(100);
      String value = noise(random) + secret + noise(random);
      String frame = FRAMES[random.nextInt(FRAMES.length)];
      String message = frame.replace("%", value);
      String shown = ErrorMessage.sanitize(message, null);
      if (!imitatesTheFrame(value, secret)) {
        assertThat(shown).as("of <%s>", message).doesNotContain("S3CRET");
      }
      assertThat(shown.length()).isLessThanOrEqualTo(message.length() + 2);
    }
  }

  private static String noise(Random random) {
    int length = random.nextInt(6);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(VALUE_CHARACTERS.charAt(random.nextInt(VALUE_CHARACTERS.length())));
    }
    return text.toString();
  }

  /**
   * The one thing that cannot be told apart: a value that closes one of the frame's delimiters
   * before the secret and opens it again behind it.
   */
  private static boolean imitatesTheFrame(String value, String secret) {
    int at = value.indexOf(secret);
    return hasOneOf(value.substring(0, at), "'\"`)]}")
        && hasOneOf(value.substring(at + secret.length()), "'\"`([{");
  }

  private static boolean hasOneOf(String text, String characters) {
    for (int i = 0; i < text.length(); i++) {
      if (characters.indexOf(text.charAt(i)) >= 0) {
        return true;
      }
    }
    return false;
  }
}
