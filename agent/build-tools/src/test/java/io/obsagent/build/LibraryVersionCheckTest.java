package io.obsagent.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.obsagent.instrumentation.sample.AnyAdvice;
import io.obsagent.weaving.LibraryInstrumentation;
import io.obsagent.weaving.Targets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each kind of disagreement between an instrumentation and a library is told. */
class LibraryVersionCheckTest {
  private static final String OLD = "Sample mysql-connector-java-5.1.6";
  private static final String NEW = "Sample mysql-connector-java-5.1.49";
  private static final String LARGE = "java.sql.Statement.executeLargeUpdate()J";

  private static final Consumer<Targets> STATEMENTS =
      to ->
          to.subtypesOf("java.sql.Statement")
              .method("executeLargeUpdate", "()J", AnyAdvice.class)
              .method("executeUpdate", "()I", AnyAdvice.class);

  private static List<String> faults(Consumer<Targets> targets, String... lines) {
    LibraryInstrumentation sample =
        new LibraryInstrumentation() {
          @Override
          public String name() {
            return "sample";
          }

          @Override
          public void describe(Targets to) {
            targets.accept(to);
          }
        };
    return LibraryVersionCheck.faults(
        sample,
        Arrays.stream(lines).map(LibraryVersion::parse).toList(),
        Path.of("target/libraries"));
  }

  @Test
  void tellsWhatOneVersionLacks() {
    assertThat(faults(STATEMENTS, OLD, NEW))
        .singleElement()
        .asString()
        .contains("mysql-connector-java-5.1.6 lacks " + LARGE);
    assertThat(faults(STATEMENTS, NEW)).isEmpty();
  }

  @Test
  void acceptsWhatIsSaidToBeLackingAndNothingMore() {
    assertThat(faults(STATEMENTS, OLD + " lacks " + LARGE, NEW)).isEmpty();
    assertThat(faults(STATEMENTS, OLD + " lacks java.sql.Statement.executeLarge*", NEW)).isEmpty();
    assertThat(faults(STATEMENTS, NEW + " lacks " + LARGE))
        .singleElement()
        .asString()
        .contains("is said to lack " + LARGE + " and does not");
  }

  @Test
  void tellsOfNamedClassesThatAVersionRenamed() {
    Consumer<Targets> task =
        to ->
            to.types("com.mysql.jdbc.StatementImpl$CancelTask$1")
                .method("run", "()V", AnyAdvice.class);
    assertThat(faults(task, OLD, NEW))
        .anyMatch(fault -> fault.contains("5.1.6 has nothing to weave"))
        .anyMatch(fault -> fault.contains("5.1.6 lacks com.mysql.jdbc.StatementImpl$CancelTask$1"));
  }

  @Test
  void tellsOfMethodsNoLibraryHas() {
    assertThat(
            faults(
                STATEMENTS.andThen(
                    to ->
                        to.subtypesOf("java.sql.Statement")
                            .method("executeTwice", "()I", AnyAdvice.class)),
                NEW))
        .singleElement()
        .asString()
        .contains("executeTwice()I is in none of its libraries");
  }

  @Test
  void tellsOfMethodsDeclaredWhereNobodyWeaves() {
    Consumer<Targets> texts =
        to ->
            to.subtypesOf("java.sql.Statement")
                .method(
                    "executeQuery", "(Ljava/lang/String;)Ljava/sql/ResultSet;", AnyAdvice.class);
    String sqlite =
        LibraryVersion.all().stream()
            .filter(each -> each.library().equals("sqlite-jdbc"))
            .findAny()
            .orElseThrow()
            .name();
    assertThat(faults(texts, "Sample " + sqlite))
        .singleElement()
        .asString()
        .contains("declares org.sqlite.jdbc3.JDBC3Statement.executeQuery");
    assertThat(faults(texts, "Sample " + sqlite + " leaves org.sqlite.jdbc3.")).isEmpty();
    assertThat(faults(STATEMENTS, NEW + " leaves com.mysql."))
        .singleElement()
        .asString()
        .contains("where nothing is left");
  }

  @Test
  void findsWhatABridgeLeadsTo() {
    String mariadb =
        LibraryVersion.all().stream()
            .filter(each -> each.name().startsWith("mariadb-java-client-3"))
            .findAny()
            .orElseThrow()
            .name();
    assertThat(
            faults(
                to ->
                    to.subtypesOf("java.sql.Connection")
                        .method("createStatement", "()Ljava/sql/Statement;", AnyAdvice.class),
                "Sample " + mariadb))
        .isEmpty();
  }

  @Test
  void refusesLinesAndJarsItDoesNotKnow() {
    assertThatThrownBy(() -> faults(STATEMENTS, "Sample no-such-1.0"))
        .hasMessageContaining("no-such-1.0, which agent/build-tools/pom.xml does not copy");
    assertThatThrownBy(() -> LibraryVersion.parse("Sample a-1 misses b"))
        .hasMessageContaining("Sample a-1 misses b");
    assertThatThrownBy(() -> LibraryVersion.parse("Sample"))
        .hasMessageContaining("library.versions: Sample");
  }
}
