package contract;

import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/** What a servlet does. */
interface Page {
  void answer(HttpServletRequest request, HttpServletResponse response) throws Exception;
}
