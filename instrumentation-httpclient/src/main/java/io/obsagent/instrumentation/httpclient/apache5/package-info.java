/** Apache HttpClient 5, classic and asynchronous. */
package io.obsagent.instrumentation.httpclient.apache5;
