package dev.flowstone.cli.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final AwsSettings SIGNED_IN =
      new AwsSettings(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          true,
          Map.of(
              "AWS_ACCESS_KEY_ID", "key",
              "AWS_SECRET_ACCESS_KEY", "secret",
              "AWS_SESSION_TOKEN", "session"));

  private static String scope(String host) {
    URI base = URI.create("https://" + host);
    Map<String, String> headers =
        Signature.of(base, SIGNED_IN)
            .orElseThrow()
            .headers(
                "POST",
                URI.create(base + "/executions/a%2Fb/cancel"),
                Map.of("Content-Type", "application/json"),
                Optional.of("{}"));
    assertEquals("session", headers.get("X-Amz-Security-Token"));
    assertTrue(headers.containsKey("X-Amz-Date"), headers.toString());
    String authorization = headers.getOrDefault("Authorization", "");
    assertTrue(authorization.contains("host"), authorization);
    return authorization.replaceAll(".*Credential=key/[0-9]{8}/([^,]+),.*", "$1");
  }

  @Test
  void aFunctionUrlIsSignedForLambdaInItsRegion() {
    assertEquals("eu-west-1/lambda/aws4_request", scope("abc123.lambda-url.eu-west-1.on.aws"));
  }

  @Test
  void anHttpApiIsSignedForExecuteApiInItsRegion() {
    assertEquals(
        "us-east-2/execute-api/aws4_request", scope("abc123.execute-api.us-east-2.amazonaws.com"));
  }

  @Test
  void anyOtherAddressIsNotSigned() {
    assertTrue(Signature.of(URI.create("https://flows.example.com"), SIGNED_IN).isEmpty());
    assertTrue(
        Signature.of(URI.create("https://x.lambda-url.eu-west-1.on.aws.evil.com"), SIGNED_IN)
            .isEmpty());
  }
}
