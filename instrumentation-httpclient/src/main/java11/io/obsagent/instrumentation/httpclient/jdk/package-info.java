/**
 * {@code java.net.http.HttpClient}, as the JDK implements it (Java 11 and above).
 *
 * <p>Compiled for Java 11, and loaded only by call sites in the JDK's client: a JVM without the
 * module {@code java.net.http} never comes here.
 */
package io.obsagent.instrumentation.httpclient.jdk;
