package frameworks;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.context.request.async.DeferredResult;

/** A controller of Spring MVC. */
@Controller
@RequestMapping("/items")
public class Items {
  @RequestMapping("/{id}")
  @ResponseBody
  public String one(@PathVariable("id") String id) {
    Work.on("items");
    return id;
  }

  @RequestMapping("/{id}/view")
  public String view(@PathVariable("id") String id) {
    return "forward:/part.jsp";
  }

  @RequestMapping("/{id}/moved")
  public String moved(@PathVariable("id") String id) {
    return "forward:/spring/items/" + id;
  }

  @RequestMapping("/{id}/broken")
  public String broken(@PathVariable("id") String id) {
    throw new IllegalStateException("no stock");
  }

  @RequestMapping("/{id}/deferred")
  @ResponseBody
  public DeferredResult<String> deferred(@PathVariable("id") String id) {
    DeferredResult<String> result = new DeferredResult<>();
    new Thread(() -> result.setResult(id)).start();
    return result;
  }

  @RequestMapping("/{id}/deferred-broken")
  @ResponseBody
  public DeferredResult<String> deferredBroken(@PathVariable("id") String id) {
    DeferredResult<String> result = new DeferredResult<>();
    new Thread(() -> result.setErrorResult(new IllegalStateException("no stock"))).start();
    return result;
  }

  /** Where 503 leads to: an error page that a controller makes. */
  @RequestMapping("/unavailable")
  @ResponseBody
  public String unavailable() {
    return "closed";
  }
}
