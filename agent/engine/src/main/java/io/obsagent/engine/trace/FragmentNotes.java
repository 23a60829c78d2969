package io.obsagent.engine.trace;

/**
 * What only some fragments have: exceptions that were recorded. Made when the first of it comes, so
 * that the ordinary fragment stays small; it then also holds the verdict, for which the fragment
 * has no room beside it.
 */
final class FragmentNotes {
  private static final int REMEMBERED_EXCEPTIONS = 8;

  volatile Verdict verdict;

  /** Exceptions already recorded; races between threads can at worst record one twice. */
  private Throwable[] seen;

  /** False if this exception, or one it carries as a cause, was recorded before. */
  boolean firstSightOf(Throwable thrown) {
    Throwable[] known = seen;
    if (known == null) {
      known = new Throwable[REMEMBERED_EXCEPTIONS];
      seen = known;
    }
    Throwable one = thrown;
    for (int depth = 0; one != null && depth < 16; depth++) {
      for (Throwable recorded : known) {
        if (recorded == one) {
          return false;
        }
      }
      one = one.getCause();
    }
    System.arraycopy(known, 0, known, 1, REMEMBERED_EXCEPTIONS - 1);
    known[0] = thrown;
    return true;
  }
}
