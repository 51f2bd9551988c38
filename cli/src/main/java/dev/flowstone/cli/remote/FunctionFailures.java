package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import java.time.Duration;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// What the way to a function ends in, in words.
final class FunctionFailures {
  private static final int FORBIDDEN = 403;
  private static final Set<String> NOT_KNOWN =
      Set.of(
          "UnrecognizedClientException",
          "InvalidSignatureException",
          "ExpiredTokenException",
          "IncompleteSignatureException",
          "InvalidClientTokenId");

  private final String function;
  private final Region region;

  FunctionFailures(String function, Region region) {
    this.function = function;
    this.region = region;
  }

  Problem of(SdkException problem, Duration patience) {
    return switch (problem) {
      case ResourceNotFoundException _ ->
          Problem.failure("there is no function " + function + " in " + region)
              .next("check --function, --region and --profile; a function is deployed first");
      case TooManyRequestsException _ ->
          Problem.failure("the function " + function + " has more to do than it may")
              .next("try again in a while; its reserved concurrency says how much it may");
      case AwsServiceException e when NOT_KNOWN.contains(code(e)) ->
          Problem.failure("AWS does not take these credentials: " + message(e))
              .next("renew them (aws sso login), or choose others with --profile");
      case AwsServiceException e when e.statusCode() == FORBIDDEN ->
          Problem.failure("access to the function " + function + " is denied: " + message(e))
              .next("the credentials need lambda:InvokeFunction on it");
      case AwsServiceException e ->
          Problem.failure("Lambda failed: " + message(e) + " (" + code(e) + ")")
              .next("what was sent may have been accepted: look before it is sent again");
      case ApiCallTimeoutException _ -> Channel.late("the function " + function, patience);
      case SdkException e ->
          Problem.failure(
                  "no answer from Lambda: " + Printable.line(String.valueOf(e.getMessage())))
              .next("check the network, --region and --endpoint");
    };
  }

  private static String code(AwsServiceException e) {
    return String.valueOf(e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode());
  }

  private static String message(AwsServiceException e) {
    String message =
        e.awsErrorDetails() == null ? e.getMessage() : e.awsErrorDetails().errorMessage();
    return Printable.line(String.valueOf(message));
  }
}
