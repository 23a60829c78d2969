<%@ page contentType="text/plain" session="false" %><% frameworks.Work.on("part"); %>part
