<%@ page contentType="text/plain" session="false" %><jsp:forward page="/part.jsp" />
