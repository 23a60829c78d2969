package io.obsagent.agent;

/** A program that says one thing on each stream and ends with its own exit code. */
public final class Greeting {
  private Greeting() {}

  public static void main(String[] args) {
    System.out.println("hello");
    System.err.println("to err is human");
    if (args.length > 0) {
      System.exit(Integer.parseInt(args[0]));
    }
  }
}
