package frameworks;

import javax.ws.rs.GET;
import javax.ws.rs.NotFoundException;
import javax.ws.rs.Path;
import javax.ws.rs.PathParam;
import javax.ws.rs.container.AsyncResponse;
import javax.ws.rs.container.Suspended;
import javax.ws.rs.core.Response;

/** A resource of JAX-RS with each kind of path. */
@Path("orders")
public class Orders {
  @GET
  public String all() {
    Work.on("orders");
    return "orders";
  }

  @GET
  @Path("/{id: [0-9]+}/")
  public String one(@PathParam("id") String id) {
    return id;
  }

  @GET
  @Path("{id}/missing")
  public String missing() {
    throw new NotFoundException();
  }

  @GET
  @Path("{id}/unavailable")
  public Response unavailable() {
    return Response.status(503).build();
  }

  @GET
  @Path("{id}/broken")
  public String broken() {
    throw new IllegalStateException("out of paper");
  }

  @GET
  @Path("{id}/later")
  public void later(@Suspended AsyncResponse answer) {
    new Thread(() -> answer.resume("later")).start();
  }

  @Path("{id}/lines")
  public Lines lines() {
    return new Lines();
  }

  /** A sub-resource. */
  public static class Lines {
    @GET
    public String all() {
      return "lines";
    }

    @GET
    @Path("{line: [a-z]+}")
    public String one(@PathParam("line") String line) {
      return line;
    }
  }
}
