/** OkHttp 3, 4 and 5. */
package io.obsagent.instrumentation.httpclient.okhttp;
