<%@ page contentType="text/plain" session="false" isErrorPage="true" %><% frameworks.Work.on("oops"); %>oops
