/** Apache HttpClient 4.0 to 4.5. */
package io.obsagent.instrumentation.httpclient.apache4;
