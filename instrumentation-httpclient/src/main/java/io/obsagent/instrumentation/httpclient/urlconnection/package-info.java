/**
 * {@code java.net.HttpURLConnection}, as the JDK implements it for http and https.
 *
 * <p>The application's calls ({@code connect}, {@code getOutputStream}, {@code getInputStream})
 * only say when a request began and what it ended with. A span is opened where the JDK writes a
 * request line, and closed where it has read the head of the answer: so each redirect and each
 * answered challenge is an attempt of its own, nothing is written earlier than without the agent,
 * and a connection that sends nothing has no span unless it failed to connect.
 */
package io.obsagent.instrumentation.httpclient.urlconnection;
