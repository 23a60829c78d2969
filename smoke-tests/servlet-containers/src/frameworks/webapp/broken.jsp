<%@ page contentType="text/plain" session="false" %><% if (true) { throw new IllegalStateException("no ink"); } %>
