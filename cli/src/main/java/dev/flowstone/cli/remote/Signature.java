package dev.flowstone.cli.remote;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/// Signs requests to a function URL or an HTTP API with AWS Signature Version 4.
final class Signature {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^.]+\\.(lambda-url|execute-api)\\.([a-z0-9-]+)\\.(on\\.aws|amazonaws\\.com)");

  private final AwsCredentialsIdentity credentials;
  private final String service;
  private final String region;

  private Signature(AwsCredentialsIdentity credentials, String service, String region) {
    this.credentials = credentials;
    this.service = service;
    this.region = region;
  }

  /// Absent where the address is none of AWS's own, or there are no credentials: some need none.
  static Optional<Signature> of(URI base, AwsSettings settings) {
    Matcher address = ADDRESS.matcher(String.valueOf(base.getHost()));
    if (!address.matches()) {
      return Optional.empty();
    }
    String service = address.group(1).equals("lambda-url") ? "lambda" : "execute-api";
    return new AwsAccess(settings)
        .optionalCredentials()
        .map(credentials -> new Signature(credentials, service, address.group(2)));
  }

  /// The headers that a request gains; `given` are those that it has.
  Map<String, String> headers(
      String method, URI address, Map<String, String> given, Optional<String> body) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder().method(SdkHttpMethod.fromValue(method)).uri(address);
    given.forEach(request::putHeader);
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(sign ->
                sign.identity(credentials)
                    .request(request.build())
                    .payload(ContentStreamProvider.fromUtf8String(body.orElse("")))
                    .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    Map<String, String> gained = new LinkedHashMap<>();
    signed
        .request()
        .headers()
        .forEach((name, values) -> {
          // The client writes Host itself, and the same.
          if (!given.containsKey(name) && !name.equalsIgnoreCase("Host")) {
            gained.put(name, values.getFirst());
          }
        });
    return gained;
  }
}
