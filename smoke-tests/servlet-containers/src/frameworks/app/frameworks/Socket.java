package frameworks;

import javax.websocket.OnMessage;
import javax.websocket.OnOpen;
import javax.websocket.Session;
import javax.websocket.server.PathParam;
import javax.websocket.server.ServerEndpoint;

/** A WebSocket that works whenever it hears something. */
@ServerEndpoint("/socket/{room}")
public class Socket {
  @OnOpen
  public void opened(Session session) {
    session.setMaxIdleTimeout(60_000);
  }

  @OnMessage
  public String heard(@PathParam("room") String room, String message) {
    Work.on("socket");
    return room + " heard " + message;
  }
}
