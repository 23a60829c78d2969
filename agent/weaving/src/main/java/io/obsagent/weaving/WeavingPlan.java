package io.obsagent.weaving;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;

/** What the plan compiler wrote at build time: all that is needed to weave without Byte Buddy. */
public final class WeavingPlan {
  /** The resource in the agent's class loader. */
  public static final String RESOURCE = "weaving.plan";

  private WeavingPlan() {}

  /** Reads a plan; the stream stays open. */
  public static WeavingPlan read(InputStream in) throws IOException {
    int magic = new DataInputStream(in).readInt();
    if (magic != 0x0B5A) {
      throw new IOException("not a weaving plan of this version");
    }
    return new WeavingPlan();
  }
}
