package io.obsagent.instrumentation.sample;

import com.example.library.Desk;
import net.bytebuddy.asm.Advice;

/** Advice the plan compiler must refuse, one fault each. */
public final class Faulty {
  private Faulty() {}

  static final class Hidden {
    private Hidden() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {}
  }

  public static final class Inlined {
    private Inlined() {}

    @Advice.OnMethodEnter
    public static void enter() {}
  }

  public static final class NotStatic {
    @Advice.OnMethodEnter(inline = false)
    public void enter() {}
  }

  public static final class Primitive {
    private Primitive() {}

    @Advice.OnMethodEnter(inline = false)
    public static long enter() {
      return 1;
    }
  }

  public static final class Suppressing {
    private Suppressing() {}

    @Advice.OnMethodEnter(inline = false, suppress = Throwable.class)
    public static void enter() {}
  }

  public static final class SomeThrowables {
    private SomeThrowables() {}

    @Advice.OnMethodExit(inline = false, onThrowable = RuntimeException.class)
    public static void exit() {}
  }

  public static final class ThrownWithout {
    private ThrownWithout() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Thrown Throwable thrown) {}
  }

  public static final class Local {
    private Local() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Local("x") Object local) {}
  }

  public static final class NoSuchArgument {
    private NoSuchArgument() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(3) Object argument) {}
  }

  public static final class WrongArgument {
    private WrongArgument() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Argument(0) Integer argument) {}
  }

  public static final class WrongThis {
    private WrongThis() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Runnable self) {}
  }

  public static final class WrongOrigin {
    private WrongOrigin() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.Origin("#t") String type) {}
  }

  public static final class NoState {
    private NoState() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {}

    @Advice.OnMethodExit(inline = false)
    public static void exit(@Advice.Enter Object state) {}
  }

  public static final class WrongReplacement {
    private WrongReplacement() {}

    @Advice.OnMethodEnter(inline = false)
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    public static Object enter() {
      return null;
    }
  }

  public static final class WrongReturned {
    private WrongReturned() {}

    @Advice.OnMethodExit(inline = false)
    @Advice.AssignReturned.ToReturned
    public static Object exit() {
      return null;
    }
  }

  public static final class Empty {
    private Empty() {}
  }

  public static final class UsesTheAgentsLibrary {
    private UsesTheAgentsLibrary() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter() {
      net.bytebuddy.ClassFileVersion.ofThisVm();
    }
  }

  /** Bound to the library, so in another package at run time than what it calls. */
  public static final class CallsHidden {
    private CallsHidden() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Desk desk) {
      NotBound.help();
    }
  }

  static final class NotBound {
    private NotBound() {}

    static void help() {}
  }
}
