package io.obsagent.instrumentation.kafka;

import java.net.InetSocketAddress;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;

/** What is woven into the clients' {@code Metadata}: where they were told to begin. */
public final class MetadataAdvice {
  private MetadataAdvice() {}

  /** {@code bootstrap}, from 2.2 on. */
  public static final class Bootstrap {
    private Bootstrap() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object metadata, @Advice.Argument(0) Object addresses) {
      InetSocketAddress first = ClientReader.first((List<?>) addresses);
      if (first != null) {
        ClientReader.bootstrapped(metadata, first);
      }
    }
  }

  /** {@code update}, whose first cluster is the one in the configuration. */
  public static final class Update {
    private Update() {}

    @Advice.OnMethodEnter(inline = false)
    public static void enter(@Advice.This Object metadata, @Advice.Argument(0) Object cluster) {
      if (cluster instanceof Cluster && ((Cluster) cluster).isBootstrapConfigured()) {
        List<Node> nodes = ((Cluster) cluster).nodes();
        if (!nodes.isEmpty()) {
          // In the order of their hash codes, so with several of them it is any.
          Node node = nodes.get(0);
          ClientReader.bootstrapped(
              metadata, InetSocketAddress.createUnresolved(node.host(), node.port()));
        }
      }
    }
  }
}
