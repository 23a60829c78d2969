package io.obsagent.engine.trace;

import static io.obsagent.engine.trace.CollectedFragments.SCOPE;
import static org.assertj.core.api.Assertions.assertThat;

import io.obsagent.engine.health.AgentHealth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenScopeTest {
  private final CollectedFragments sink = new CollectedFragments();
  private final Tracer tracer = sink.tracer(true);
  private long leaksBefore;

  @BeforeEach
  void remember() {
    leaksBefore = AgentHealth.get(AgentHealth.CONTEXT_LEAKS);
  }

  @AfterEach
  void nothingIsLeft() {
    OpenScope.abandonAll();
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaksBefore);
  }

  private final class Record extends OpenScope {
    final Span span;
    Long end;

    private Record(Span span) {
      super(span);
      this.span = span;
    }

    @Override
    protected void ended(long endNanos) {
      assertThat(end).as("told once").isNull();
      end = endNanos;
      span.end(endNanos);
    }
  }

  private Record open(long startNanos) {
    Record record =
        new Record(tracer.startRootInside(Context.ROOT, SpanKind.CONSUMER, SCOPE, startNanos));
    record.open(startNanos);
    return record;
  }

  /** A call below what is current; returns the time it ended, at the earliest. */
  private long call() {
    Span span = tracer.startChild(SpanKind.CLIENT, SCOPE, System.nanoTime());
    Context before = span.makeCurrent();
    long end = System.nanoTime();
    span.restore(before);
    span.end(end);
    return end;
  }

  @Test
  void closesWithTheTimeItIsGivenAndRestores() {
    Record record = open(100);
    assertThat(Context.current()).isSameAs(record.span);
    record.close(200);
    assertThat(record.end).isEqualTo(200);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    record.close(300);
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  @Test
  void anInnerOneGivesWayToTheOuter() {
    Record outer = open(100);
    Record inner = open(200);
    inner.close(300);
    assertThat(Context.current()).isSameAs(outer.span);
    assertThat(outer.end).isNull();
    outer.close(400);
    assertThat(outer.end).isEqualTo(400);
  }

  @Test
  void closingAnOuterOneEndsThoseInside() {
    Record outer = open(100);
    Record inner = open(200);
    outer.close(400);
    assertThat(inner.end).isEqualTo(200);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    inner.close(500);
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  @Test
  void anAbandonedOneEndsWithItsLastEvent() {
    Record record = open(100);
    long callEnded = call();
    long afterCall = System.nanoTime();
    OpenScope.abandonAll();
    assertThat(record.end).isBetween(callEnded, afterCall);
    Record silent = open(700);
    OpenScope.abandonAll();
    assertThat(silent.end).isEqualTo(700);
  }

  @Test
  void aServerSpanEndsWhatWasLeftOpenAndAClientSpanDoesNot() {
    Record left = open(100);
    Span client = tracer.startChild(Context.ROOT, SpanKind.CLIENT, SCOPE, 150);
    client.end(160);
    assertThat(left.end).isNull();
    Span server = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 200);
    assertThat(left.end).isEqualTo(100);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    server.end(300);
    Record again = open(400);
    tracer.startRoot(Context.ROOT, SpanKind.CONSUMER, SCOPE, 500).end(600);
    assertThat(again.end).isEqualTo(400);
  }

  @Test
  void whatEndsAroundItEndsIt() {
    Span server = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    Context before = server.makeCurrent();
    Record outer = open(200);
    Record inner = open(300);
    server.restore(before);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    assertThat(outer.end).isEqualTo(200);
    assertThat(inner.end).isEqualTo(300);
    server.end(900);
  }

  @Test
  void theEndOfATaskEndsItEvenInTheSameContext() {
    Span server = tracer.startRoot(Context.ROOT, SpanKind.SERVER, SCOPE, 100);
    Context before = server.makeCurrent();
    Object task = server.beginTask();
    Record left = open(200);
    Context.endTask(task);
    assertThat(left.end).isEqualTo(200);
    assertThat(Context.current()).isSameAs(server);

    Record around = open(300);
    Span call = tracer.startChild(SpanKind.CLIENT, SCOPE, 350);
    Context beforeCall = call.makeCurrent();
    for (Context context : new Context[] {server, around.span, Context.ROOT}) {
      task = context.beginTask();
      Record inside = open(400);
      Context.endTask(task);
      assertThat(inside.end).isEqualTo(400);
      assertThat(Context.current()).isSameAs(call);
      assertThat(around.end).isNull();
    }
    call.restore(beforeCall);
    call.end(500);
    around.close(600);
    server.restore(before);
    server.end(700);
  }

  @Test
  void abandonedBelowACallThatGoesOnItIsLeftWithThatCall() {
    Record record = open(100);
    Span call = tracer.startChild(SpanKind.CLIENT, SCOPE, 200);
    Context before = call.makeCurrent();
    OpenScope.abandonAll();
    assertThat(record.end).isEqualTo(100);
    assertThat(Context.current()).isSameAs(call);
    call.restore(before);
    assertThat(Context.current()).isSameAs(Context.ROOT);
    call.end(300);
  }

  @Test
  void anotherThreadMayEndItAndItsOwnFindsOut() throws InterruptedException {
    Record record = open(100);
    Thread other = new Thread(() -> record.close(300));
    other.start();
    other.join();
    assertThat(record.end).isEqualTo(300);
    assertThat(Context.current()).isSameAs(record.span);
    call();
    assertThat(Context.current()).isSameAs(Context.ROOT);
  }

  @Test
  void endlessNestingIsCutAndCounted() {
    for (int i = 0; i < 65; i++) {
      open(i);
    }
    assertThat(AgentHealth.get(AgentHealth.CONTEXT_LEAKS)).isEqualTo(leaksBefore + 1);
    leaksBefore++;
  }
}
