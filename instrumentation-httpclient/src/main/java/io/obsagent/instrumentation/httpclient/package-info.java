/** What the agent weaves into HTTP clients, and what it says about them. */
package io.obsagent.instrumentation.httpclient;
