package io.obsagent.engine.http;

import io.obsagent.engine.health.AgentHealth;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * HTTP/1.1 for the agent's own pages: GET, HEAD and small bodies, one request per connection. One
 * thread serves all connections and waits for none of them: each has ten seconds to ask and to take
 * the answer, 8 KiB for the head and 64 KiB for the body. When {@value #MAX_CONNECTIONS} are open,
 * the oldest goes, so that whoever holds connections open holds nobody off.
 *
 * <p>The thread that {@linkplain #turn turns} it belongs to the owner. {@link #close} is for any
 * thread.
 */
public final class LocalServer implements Closeable {
  static final int MAX_CONNECTIONS = 32;

  private static final int BACKLOG = 16;
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final ServerSocketChannel listening;
  private final Selector selector;
  private final SelectionKey acceptKey;
  private final Site site;
  private final String faults;
  private final long patienceNanos;

  /** In the order in which they came. */
  private final ArrayDeque<SelectionKey> open = new ArrayDeque<>();

  private final ByteBuffer chunk = ByteBuffer.allocate(4_096);
  private volatile boolean closed;
  private volatile boolean released;

  private LocalServer(
      ServerSocketChannel listening,
      Selector selector,
      SelectionKey key,
      Site site,
      String faults,
      long patienceNanos) {
    this.patienceNanos = patienceNanos;
    this.listening = listening;
    this.selector = selector;
    this.acceptKey = key;
    this.site = site;
    this.faults = faults;
  }

  /**
   * Listens.
   *
   * @param port 0 for any that is free
   * @param faults counter of {@link AgentHealth} for connections and answers that failed
   * @throws IOException if that address cannot be had
   */
  public static LocalServer open(String host, int port, Site site, String faults)
      throws IOException {
    return open(host, port, site, faults, PATIENCE_NANOS);
  }

  /** For tests, which have no ten seconds. */
  static LocalServer open(String host, int port, Site site, String faults, long patienceNanos)
      throws IOException {
    ServerSocketChannel listening = ServerSocketChannel.open();
    Selector selector = null;
    try {
      listening.socket().setReuseAddress(true);
      listening.socket().bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
      listening.configureBlocking(false);
      selector = Selector.open();
      SelectionKey key = listening.register(selector, SelectionKey.OP_ACCEPT);
      return new LocalServer(listening, selector, key, site, faults, patienceNanos);
    } catch (IOException | RuntimeException impossible) {
      listening.close();
      if (selector != null) {
        selector.close();
      }
      throw impossible;
    }
  }

  /** Where it listens. */
  public int port() {
    return listening.socket().getLocalPort();
  }

  /**
   * Until {@link #close} has been carried out by the thread that turns: who turns while this is so
   * leaves no connection behind.
   */
  public boolean isOpen() {
    return !released;
  }

  /**
   * Serves what there is to serve, and waits for it at most this long. One thread only.
   *
   * @param waitMillis above 0
   */
  public void turn(long waitMillis) {
    try {
      selector.select(Math.max(1, Math.min(waitMillis, millisToDeadline())));
      // Whoever interrupts all threads there are means others: with that mark channels would close.
      Thread.interrupted();
      for (Iterator<SelectionKey> each = selector.selectedKeys().iterator(); each.hasNext(); ) {
        SelectionKey key = each.next();
        each.remove();
        if (key == acceptKey) {
          accept();
        } else {
          serve(key);
        }
      }
      closeOverdue();
    } catch (Exception | LinkageError | StackOverflowError fault) {
      if (!closed) {
        AgentHealth.count(faults);
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    if (closed) {
      release();
    }
  }

  private long millisToDeadline() {
    long nearest = PATIENCE_NANOS * 1_000;
    long now = System.nanoTime();
    for (SelectionKey key : open) {
      nearest = Math.min(nearest, ((Connection) key.attachment()).deadline - now);
    }
    return TimeUnit.NANOSECONDS.toMillis(nearest) + 1;
  }

  private void accept() {
    try {
      SocketChannel channel = listening.accept();
      if (channel == null) {
        return;
      }
      if (open.size() >= MAX_CONNECTIONS) {
        end(open.peekFirst());
      }
      channel.configureBlocking(false);
      SelectionKey key = channel.register(selector, SelectionKey.OP_READ);
      key.attach(new Connection(channel, site, System.nanoTime() + patienceNanos, faults));
      open.addLast(key);
    } catch (IOException | RuntimeException failed) {
      if (!closed) {
        AgentHealth.count(faults);
        // Out of file descriptors, most likely: the next try would fail as fast.
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void serve(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    boolean goesOn = false;
    try {
      goesOn = key.isReadable() ? connection.readable(chunk, key) : connection.writable(key);
    } catch (IOException reset) {
      // The other side has gone.
    } catch (RuntimeException | LinkageError | StackOverflowError fault) {
      AgentHealth.count(faults);
    }
    if (!goesOn) {
      end(key);
    }
  }

  private void end(SelectionKey key) {
    open.remove(key);
    key.cancel();
    ((Connection) key.attachment()).close();
  }

  private void closeOverdue() {
    long now = System.nanoTime();
    for (Iterator<SelectionKey> each = open.iterator(); each.hasNext(); ) {
      SelectionKey key = each.next();
      if (((Connection) key.attachment()).deadline - now <= 0) {
        each.remove();
        key.cancel();
        ((Connection) key.attachment()).close();
      }
    }
  }

  /** Stops listening; connections are closed by the thread that turns, at its next turn. */
  @Override
  public void close() {
    closed = true;
    try {
      listening.close();
    } catch (IOException gone) {
      // It is closed, which is all that is wanted.
    }
    selector.wakeup();
  }

  private void release() {
    for (SelectionKey key : open) {
      ((Connection) key.attachment()).close();
    }
    open.clear();
    try {
      selector.close();
    } catch (IOException gone) {
      // It is closed, which is all that is wanted.
    }
    released = true;
  }
}
