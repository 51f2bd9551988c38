package dev.flowstone.lambda.dynamo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// One bucket of S3 in memory: put, get, list by prefix and delete, with the SHA-256 that a put
/// promises held against what came.
final class Bucket implements AutoCloseable {
  static final String NAME = "payloads";
  private static final String PATH = "/" + NAME + "/";
  private static final String CHECKSUM = "x-amz-checksum-sha256";
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  /// A part of the prefixes that may not be listed.
  volatile String closed = "/nothing/";

  final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
  private final HttpServer http;
  final S3Client client;

  Bucket() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::handle);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
    client =
        Connections.s3(
            S3Client.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + http.getAddress().getPort()))
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"))));
  }

  Payloads payloads() {
    return new Payloads(() -> client, NAME);
  }

  List<String> keys() {
    return List.copyOf(objects.keySet());
  }

  @Override
  public void close() {
    client.close();
    http.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      String query = String.valueOf(exchange.getRequestURI().getQuery());
      String key = path.startsWith(PATH) ? path.substring(PATH.length()) : "";
      String method = exchange.getRequestMethod();
      if (method.equals("PUT")) {
        put(exchange, key, body);
      } else if (method.equals("POST") && query.startsWith("delete")) {
        Matcher keys = KEY.matcher(new String(body, StandardCharsets.UTF_8));
        while (keys.find()) {
          objects.remove(keys.group(1));
        }
        send(exchange, 200, "<DeleteResult/>");
      } else if (key.isEmpty() && query.contains(closed)) {
        send(exchange, 403, "<Error><Code>AccessDenied</Code></Error>");
      } else if (key.isEmpty()) {
        send(exchange, 200, listing(query));
      } else {
        byte[] found = objects.get(key);
        if (found == null) {
          send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
        } else {
          exchange.sendResponseHeaders(200, found.length == 0 ? -1 : found.length);
          exchange.getResponseBody().write(found);
        }
      }
    }
  }

  private void put(HttpExchange exchange, String key, byte[] raw) throws IOException {
    String encoding = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body = encoding.contains("aws-chunked") ? unchunked(raw) : raw;
    String promised = exchange.getRequestHeaders().getFirst(CHECKSUM);
    String actual = Base64.getEncoder().encodeToString(Keys.sha256().digest(body));
    if (!actual.equals(promised)) {
      send(exchange, 400, "<Error><Code>BadDigest</Code></Error>");
      return;
    }
    objects.put(key, body);
    exchange.getResponseHeaders().set(CHECKSUM, actual);
    send(exchange, 200, "");
  }

  private static byte[] unchunked(byte[] raw) {
    var out = new ByteArrayOutputStream();
    int at = 0;
    while (true) {
      int end = at;
      while (raw[end] != '\r') {
        end++;
      }
      String size = new String(raw, at, end - at, StandardCharsets.US_ASCII).split(";", 2)[0];
      int length = Integer.parseInt(size, 16);
      if (length == 0) {
        return out.toByteArray();
      }
      out.write(raw, end + 2, length);
      at = end + 2 + length + 2;
    }
  }

  private String listing(String query) {
    var parameters = new TreeMap<String, String>();
    for (String pair : query.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    String prefix = parameters.getOrDefault("prefix", "");
    var xml = new StringBuilder("<ListBucketResult><IsTruncated>false</IsTruncated>");
    for (String key : objects.tailMap(prefix, true).keySet()) {
      if (!key.startsWith(prefix)) {
        break;
      }
      xml.append("<Contents><Key>").append(key).append("</Key></Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
