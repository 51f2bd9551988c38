package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.report.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What can go wrong on the way to a deployed host ends in words, with what to do about it.
class HostProblemsTest {
  /// Where the AWS SDK looks, beside the environment; it is to find nothing of this machine.
  private static final List<String> PROPERTIES =
      List.of("aws.sharedCredentialsFile", "aws.configFile", "aws.disableEc2Metadata");

  @TempDir private Path folder;
  private HostDoors doors;

  @BeforeEach
  void aHostThatKnowsOneExecution() throws IOException {
    doors =
        new HostDoors(_ -> new HostInMemory.Answer(200, new Document().put("name", "x").value()));
    System.setProperty("aws.sharedCredentialsFile", folder.resolve("credentials").toString());
    System.setProperty("aws.configFile", folder.resolve("config").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
  }

  @AfterEach
  void gone() {
    doors.close();
    PROPERTIES.forEach(System::clearProperty);
  }

  private Session session() {
    return new Session(folder);
  }

  private Session signedIn() {
    return session()
        .with("AWS_ACCESS_KEY_ID", "key")
        .with("AWS_SECRET_ACCESS_KEY", "secret")
        .with("AWS_REGION", "eu-west-1");
  }

  private Session.Ran invoked(Session session) {
    return session.flow("status", "x", "--function", "flows", "--endpoint", doors.address());
  }

  private String authorization() {
    return doors.last().headers().getOrDefault("Authorization", "");
  }

  private void golden(String name, Session.Ran ran) {
    assertFalse(ran.err().contains("\tat "), ran.err());
    Golden.assertIs(
        "remote/problems/" + name, ran.transcript().replace(doors.address(), "http://host"));
  }

  private void lambdaSays(int status, String type, String message) {
    doors.answering(
        new HostDoors.Raw(
            status,
            Map.of("x-amzn-ErrorType", type, "Content-Type", "application/json"),
            "{\"Type\": \"User\", \"Message\": \"" + message + "\"}"));
  }

  @Test
  void noCredentials() {
    golden("no-credentials", invoked(session().with("AWS_REGION", "eu-west-1")));
    assertEquals(List.of(), doors.seen());
  }

  @Test
  void noRegion() {
    Session session =
        session().with("AWS_ACCESS_KEY_ID", "key").with("AWS_SECRET_ACCESS_KEY", "secret");
    golden("no-region", session.flow("status", "x", "--function", "flows"));
  }

  @Test
  void aProfileThatIsNoneAndOneThatIs() throws IOException {
    Session.Ran ran =
        signedIn()
            .flow(
                "status", "x", "--function", "f", "--endpoint", doors.address(), "--profile", "no");
    assertEquals(3, ran.exitCode());
    assertTrue(ran.err().contains("the profile no has no AWS credentials"), ran.err());

    Files.writeString(
        folder.resolve("credentials"),
        "[team]\naws_access_key_id = of-the-team\naws_secret_access_key = s\n");
    signedIn()
        .flow("status", "x", "--function", "f", "--endpoint", doors.address(), "--profile", "team");
    assertTrue(
        authorization().contains("Credential=of-the-team/"),
        "a profile that is named beats the variables");
  }

  @Test
  void noSuchFunction() {
    lambdaSays(404, "ResourceNotFoundException", "Function not found: arn");
    golden("no-function", invoked(signedIn()));
  }

  @Test
  void noAccess() {
    lambdaSays(403, "AccessDeniedException", "User ada is not authorized");
    golden("no-access", invoked(signedIn()));
  }

  @Test
  void credentialsThatAreOver() {
    lambdaSays(403, "ExpiredTokenException", "The security token is expired");
    golden("expired", invoked(signedIn()));
  }

  @Test
  void tooMuchToDoIsTriedAgainAndThenSaid() {
    lambdaSays(429, "TooManyRequestsException", "Rate Exceeded.");
    golden("throttled", invoked(signedIn()));
    assertEquals(4, doors.seen().size());
  }

  @Test
  void anErrorOfLambdaIsNotTriedAgain() {
    lambdaSays(500, "ServiceException", "sorry");
    golden("service", invoked(signedIn()));
    assertEquals(1, doors.seen().size(), "what was sent may have been accepted");
  }

  @Test
  void aFunctionThatFailed() {
    doors.answering(
        new HostDoors.Raw(
            200,
            Map.of("X-Amz-Function-Error", "Unhandled"),
            """
            {"errorMessage": "Task timed out after 3.00 seconds", "stackTrace": ["a.b(C.java:1)"]}
            """));
    golden("function-error", invoked(signedIn()));
  }

  @Test
  void aFunctionThatTellsAFailureOfItsHost() {
    doors.answering(
        new HostDoors.Raw(
            200,
            Map.of("X-Amz-Function-Error", "Unhandled"),
            """
            {"errorType": "dev.flowstone.lambda.Host$NotTaken", "errorMessage":
             "503 Unavailable: the store did not answer -> send the same request again"}
            """));
    golden("function-unavailable", invoked(signedIn()));
    doors.answering(
        new HostDoors.Raw(
            200,
            Map.of("X-Amz-Function-Error", "Unhandled"),
            """
            {"errorMessage": "500 Internal: the host has a bug"}
            """));
    golden("function-bug", invoked(signedIn()));
  }

  @Test
  void whatIsNoFlowstoneHost() {
    doors.answering(new HostDoors.Raw(200, Map.of(), "\"Hello from Lambda!\""));
    golden("other-function", invoked(signedIn()));
    doors.answering(new HostDoors.Raw(404, Map.of(), "<html>not found</html>"));
    golden("other-site", session().flow("status", "x", "--url", doors.address()));
  }

  @Test
  void aDocumentOfAnotherVersion() {
    golden("malformed", invoked(signedIn()));
  }

  @Test
  void theAdviceOfTheHostIsPassedOn() {
    doors.answering(
        new HostDoors.Raw(
            503,
            Map.of(),
            """
            {"error": {"code": "Unavailable", "message": "the store did not answer",
             "next": "repeat it in a while"}}
            """));
    golden("advice", session().flow("cancel", "x", "--url", doors.address()));
  }

  @Test
  void nobodyThere() {
    doors.close();
    Session.Ran url = session().flow("status", "x", "--url", doors.address());
    assertEquals(3, url.exitCode());
    assertTrue(url.err().contains("no connection to " + doors.address()), url.err());
    Session.Ran function = invoked(signedIn());
    assertEquals(3, function.exitCode());
    assertTrue(function.err().contains("no answer from Lambda: "), function.err());
  }

  @Test
  void aGateBeforeTheHostDenies() {
    doors.answering(new HostDoors.Raw(403, Map.of(), "{\"Message\": \"Forbidden\"}"));
    golden("denied", session().flow("status", "x", "--url", doors.address()));
    golden(
        "denied-token",
        session().with("FLOWSTONE_TOKEN", "t0ken").flow("status", "x", "--url", doors.address()));
    assertEquals("Bearer t0ken", authorization());
  }

  @Test
  void aTokenIsNotSentInTheClear() {
    golden(
        "token-in-the-clear",
        session()
            .with("FLOWSTONE_TOKEN", "t0ken")
            .flow("status", "x", "--url", "http://flows.example.com"));
  }

  @Test
  void twoHostsAreOneTooMany() {
    golden("two-hosts", session().flow("list", "--function", "f", "--url", "https://flows"));
    golden("store-and-host", session().flow("list", "--function", "f", "--store", "s"));
    golden("no-host", session().flow("workflows"));
    assertEquals(2, session().flow("list", "--url", "ftp://x").exitCode());
    assertEquals(2, session().flow("list", "--function", "a b").exitCode());
    Session both = session().with("FLOWSTONE_URL", "https://a").with("FLOWSTONE_FUNCTION", "f");
    assertEquals(2, both.flow("list").exitCode());
    assertEquals(0, both.flow("list", "--store", "s").exitCode());
  }

  @Test
  void theAliasOfAFunctionIsItsQualifierAndAnArnTellsItsRegion() {
    String arn = "arn:aws:lambda:eu-north-1:123456789012:function:flows:live";
    signedIn().flow("status", "x", "--function", "flows:live", "--endpoint", doors.address());
    assertEquals("/2015-03-31/functions/flows/invocations?Qualifier=live", doors.last().address());

    signedIn().flow("status", "x", "--function", arn, "--endpoint", doors.address());
    String signature = authorization();
    assertTrue(signature.contains("/eu-north-1/lambda/aws4_request"), signature);
  }
}
