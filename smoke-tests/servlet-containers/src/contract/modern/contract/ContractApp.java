package contract;

import java.util.EnumSet;
import javax.servlet.DispatcherType;
import javax.servlet.Filter;
import javax.servlet.Servlet;
import javax.servlet.ServletContext;
import javax.servlet.ServletContextEvent;
import javax.servlet.ServletContextListener;
import javax.servlet.ServletRegistration;

/**
 * One web application for every container: it registers all its pages by itself. Written for javax;
 * the build makes the jakarta twin of it.
 */
public class ContractApp implements ServletContextListener {
  private ServletContext context;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    context = event.getServletContext();
    Work.prepare();

    filter("wrapping", new Filters.Wrapping(), "/*");
    filter("guard", new Filters.Guard(), "/guarded/*");
    filter("old", new Filters.Rewriting(), "/old/*");
    filter("handover", new Filters.HandOver(), "/handover");

    page("files", Pages.NOTHING_HERE, "/");
    page("sync", Pages.SYNC, "/sync", "/handover");
    page("prefix", Pages.SYNC, "/prefix/*");
    page("extension", Pages.SYNC, "*.do");
    page("attributes", Pages.ATTRIBUTES, "/attributes");
    page("parameters", Pages.PARAMETERS, "/parameters");
    page("body", Pages.BODY, "/body");
    page("status", Pages.STATUS, "/status/*");
    page("sendError", Pages.SEND_ERROR, "/send-error/*");
    page("redirect", Pages.REDIRECT, "/redirect");
    page("throwing", Pages.THROW, "/throw");
    page("throwingLate", Pages.THROW_COMMITTED, "/throw-committed");
    page("forward", Pages.FORWARD, "/forward");
    page("include", Pages.INCLUDE, "/include");
    page("part", Pages.PART, "/part");
    page("oops", Pages.ERROR_PAGE, "/oops");
    page("stream", Pages.STREAM, "/stream");
    page("call", IdentityPages.CALL, "/call");
    page("login", IdentityPages.LOGIN, "/login");
    page("logout", IdentityPages.LOGOUT, "/logout");
    page("session", IdentityPages.SESSION, "/session");
    page("own", IdentityPages.OWN, "/own");
    page("flushed", IdentityPages.FLUSHED, "/flushed");
    servlet("bare", new BareServlet(), "/bare");

    page("asyncComplete", AsyncPages.COMPLETE, "/async/complete");
    page("asyncCompleteInside", AsyncPages.COMPLETE_INSIDE, "/async/complete-inside");
    page("asyncCompleteFirst", AsyncPages.COMPLETE_FIRST, "/async/complete-first");
    page("asyncDispatch", AsyncPages.DISPATCH, "/async/dispatch");
    page("asyncDispatchInside", AsyncPages.DISPATCH_INSIDE, "/async/dispatch-inside");
    page("asyncDispatchTwice", AsyncPages.DISPATCH_TWICE, "/async/dispatch-twice");
    page("asyncTarget", AsyncPages.TARGET, "/async/target");
    page("asyncStart", AsyncPages.START, "/async/start");
    page("asyncTimeout", AsyncPages.TIMEOUT, "/async/timeout");
    page("asyncTimeoutHandled", AsyncPages.TIMEOUT_HANDLED, "/async/timeout-handled");
    page("asyncThrow", AsyncPages.THROW, "/async/throw");
    page("asyncDispatchThrow", AsyncPages.DISPATCH_TO_THROW, "/async/dispatch-throw");
    page("asyncStatus", AsyncPages.STATUS, "/async/status");
    page("nonBlocking", NonBlockingEcho.PAGE, "/non-blocking");
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {}

  private void page(String name, Page page, String... patterns) {
    servlet(name, new PageServlet(page), patterns);
  }

  private void servlet(String name, Servlet servlet, String... patterns) {
    ServletRegistration.Dynamic registration = context.addServlet(name, servlet);
    registration.setAsyncSupported(true);
    registration.addMapping(patterns);
  }

  private void filter(String name, Filter filter, String pattern) {
    javax.servlet.FilterRegistration.Dynamic registration = context.addFilter(name, filter);
    registration.setAsyncSupported(true);
    registration.addMappingForUrlPatterns(
        EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC), true, pattern);
  }
}
