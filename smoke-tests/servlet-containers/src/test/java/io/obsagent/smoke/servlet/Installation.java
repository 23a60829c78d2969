package io.obsagent.smoke.servlet;

import io.obsagent.smoke.jvm.ChildJvm;
import java.util.Map;

/** A servlet container somewhere on disk, with the contract application in it. */
interface Installation {
  /** Returns when it takes requests. */
  Started start(Map<String, String> systemProperties);

  /** A container that takes requests. */
  record Started(ChildJvm jvm, int port) {}
}
