package com.example.loaders;

import java.io.InputStream;
import java.lang.invoke.MethodHandles;

/** Runs {@link HiddenLedger} as a hidden class, which no agent ever sees. */
public final class HiddenMain {

  private HiddenMain() {}

  public static void main(String[] args) throws Exception {
    try (InputStream in = HiddenMain.class.getResourceAsStream("HiddenLedger.class")) {
      Class<?> hidden =
          MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true).lookupClass();
      if (!hidden.isHidden()) {
        throw new IllegalStateException(hidden + " is not hidden");
      }
      ((Runnable) hidden.getDeclaredConstructor(String.class).newInstance(args[0])).run();
    }
  }
}
