package io.obsagent.engine.sampling.tail;

/** Something in a policy file cannot be used; the message says where, what and what is known. */
final class PolicyFileFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  PolicyFileFault(String message) {
    super(message);
  }
}
