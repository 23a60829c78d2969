/**
 * SERVER spans of servlet containers, javax and jakarta.
 *
 * <p>What a span says about HTTP is written once, in classes that mention no servlet type: the
 * agent holds one of each, shared by all applications. The classes named {@code Javax…} and {@code
 * Jakarta…} are defined beside each application's own servlet API and differ in nothing but imports
 * (a test compares them). They see the shared ones from another class loader, which is why those
 * are public. Those named {@code Early…} are for the javax API before 3.0 alone.
 */
package io.obsagent.instrumentation.servlet;
