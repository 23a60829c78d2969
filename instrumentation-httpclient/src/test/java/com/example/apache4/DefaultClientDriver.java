package com.example.apache4;

import io.obsagent.instrumentation.httpclient.HttpClientDriver;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.params.HttpConnectionParams;

/** {@code DefaultHttpClient}: the way of 4.0, which works to this day. */
@SuppressWarnings("deprecation") // Its users are who this is about.
public final class DefaultClientDriver implements HttpClientDriver {
  /** By its interface: from 4.3 on the class itself returns something else. */
  private final HttpClient client;

  public DefaultClientDriver() {
    SchemeRegistry schemes = new SchemeRegistry();
    schemes.register(new Scheme("http", PlainSocketFactory.getSocketFactory(), 80));
    schemes.register(new Scheme("https", SSLSocketFactory.getSocketFactory(), 443));
    BasicHttpParams params = new BasicHttpParams();
    client = new DefaultHttpClient(new ThreadSafeClientConnManager(params, schemes), params);
  }

  @Override
  public Sender prepare(Outgoing outgoing) {
    HttpRequestBase request = Requests.of(outgoing);
    HttpConnectionParams.setSoTimeout(request.getParams(), (int) outgoing.timeout.toMillis());
    return () -> Requests.answer(outgoing, client.execute(request));
  }

  @Override
  public boolean retries() {
    return true;
  }

  @Override
  public boolean showsRetries() {
    return true;
  }

  /** 4.0 connects in the midst of its one long method: no span begins before that. */
  @Override
  public boolean showsFailedRedirects() {
    for (java.lang.reflect.Method method :
        org.apache.http.impl.client.DefaultRequestDirector.class.getDeclaredMethods()) {
      if (method.getName().equals("tryConnect")) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    client.getConnectionManager().shutdown();
  }
}
