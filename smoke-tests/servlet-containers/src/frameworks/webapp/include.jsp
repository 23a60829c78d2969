<%@ page contentType="text/plain" session="false" %><%@ include file="/static.jspf" %><jsp:include page="/part.jsp" />included
