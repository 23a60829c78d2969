package io.obsagent.smoke.demo;

/** Something the demo promises to show was not there. */
class DemoFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DemoFailure(String message) {
    super(message);
  }

  static void unless(boolean condition, String message) {
    if (!condition) {
      throw new DemoFailure(message);
    }
  }
}
