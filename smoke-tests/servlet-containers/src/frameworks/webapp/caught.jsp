<%@ page contentType="text/plain" session="false" errorPage="/oops.jsp" %><% if (true) { throw new IllegalStateException("no ink"); } %>
