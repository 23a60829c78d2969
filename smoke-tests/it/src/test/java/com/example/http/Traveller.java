package com.example.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;

/**
 * Asks one server by three clients: for a page, for one that redirects, for one that is not there,
 * and once with a {@code traceparent} of its own. Then it asks a database.
 */
public final class Traveller {

  /** What this application sets itself. */
  public static final String OWN_TRACE_PARENT =
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private static final HttpClient JDK =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();

  private Traveller() {}

  /** The first argument is the server, as {@code http://127.0.0.1:8080}. */
  public static void main(String[] arguments) throws Exception {
    for (String path : new String[] {"/page", "/redirect", "/missing", "/own"}) {
      String[] headers =
          path.equals("/own")
              ? new String[] {"traceparent", OWN_TRACE_PARENT}
              : new String[] {"Accept", "*/*"};
      byUrlConnection(arguments[0] + path + "/HttpURLConnection", headers);
      byJdkClient(arguments[0] + path + "/java.net.http", headers);
      byApache(arguments[0] + path + "/apache", headers);
    }
    askDatabase();
  }

  private static void byUrlConnection(String url, String[] header) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
    connection.setRequestProperty(header[0], header[1]);
    if (connection.getResponseCode() < 400) {
      try (InputStream body = connection.getInputStream()) {
        body.readAllBytes();
      }
    }
  }

  private static void byJdkClient(String url, String[] header) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url)).header(header[0], header[1]).build();
    JDK.send(request, BodyHandlers.ofString());
  }

  private static void byApache(String url, String[] header) throws IOException {
    HttpGet request = new HttpGet(url);
    request.setHeader(header[0], header[1]);
    try (CloseableHttpClient client = HttpClients.createDefault();
        CloseableHttpResponse response = client.execute(request)) {
      response.getEntity().getContent().readAllBytes();
    }
  }

  private static void askDatabase() throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:travel", "sa", "");
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE places (name VARCHAR(20))");
      statement.executeQuery("SELECT * FROM places WHERE name = 'Rome'").close();
    }
  }
}
