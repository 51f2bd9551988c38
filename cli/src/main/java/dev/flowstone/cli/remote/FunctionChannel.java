package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.MalformedReport;
import dev.flowstone.interpreter.report.Reading;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// A function that is invoked directly, through Lambda's own API.
final class FunctionChannel implements Channel {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int ATTEMPTS = 4;
  private static final Pattern TOLD =
      Pattern.compile("5\\d\\d [A-Za-z]+: (?<message>.+?)(?: -> (?<next>.+))?");

  private final String function;
  private final Optional<String> qualifier;
  private final AwsSettings settings;
  private final AwsCredentialsProvider credentials;
  private final Region region;

  FunctionChannel(String name, AwsSettings settings) {
    boolean arn = name.startsWith("arn:");
    int colon = name.lastIndexOf(':');
    // Of an ARN, Lambda itself finds the alias.
    this.function = arn || colon < 0 ? name : name.substring(0, colon);
    this.qualifier = arn || colon < 0 ? Optional.empty() : Optional.of(name.substring(colon + 1));
    this.settings = settings;
    AwsAccess access = new AwsAccess(settings);
    this.region = access.region(arn ? regionOf(name) : Optional.empty());
    this.credentials = access.credentials();
  }

  private static Optional<String> regionOf(String arn) {
    String[] parts = arn.split(":", -1);
    return parts.length > 3 && !parts[3].isEmpty() ? Optional.of(parts[3]) : Optional.empty();
  }

  @Override
  public HostAnswer ask(HostRequest request) {
    Duration patience = request.patience().plus(HttpChannel.ANSWER);
    InvokeRequest.Builder invoke =
        InvokeRequest.builder()
            .functionName(function)
            .payload(SdkBytes.fromUtf8String(HttpChannel.json(request.direct())));
    qualifier.ifPresent(invoke::qualifier);
    try (LambdaClient client = client(patience)) {
      return answer(client.invoke(invoke.build()));
    } catch (SdkException e) {
      throw new FunctionFailures(function, region).of(e, patience).stop();
    }
  }

  private LambdaClient client(Duration patience) {
    var builder =
        LambdaClient.builder()
            .region(region)
            .credentialsProvider(credentials)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(patience))
            .overrideConfiguration(override ->
                override
                    .apiCallTimeout(patience)
                    // Only what was certainly not begun: a signal that is sent twice is two.
                    .retryStrategy(
                        DefaultRetryStrategy.standardStrategyBuilder()
                            .useClientDefaults(false)
                            .maxAttempts(ATTEMPTS)
                            .retryOnException(TooManyRequestsException.class)
                            .build()));
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private HostAnswer answer(InvokeResponse response) {
    String payload = response.payload() == null ? "" : response.payload().asUtf8String();
    Value value =
        switch (ValueJson.parse(payload)) {
          case ValueJson.Parsed.Ok(Value parsed) -> parsed;
          case ValueJson.Parsed.Malformed _ -> Value.Null.NULL;
        };
    if (response.functionError() != null) {
      throw failed(value).stop();
    }
    try {
      Reading reading = Reading.of(value);
      return new HostAnswer((int) reading.whole("status"), reading.object("body").fields());
    } catch (MalformedReport e) {
      throw Problem.failure("the function " + function + " is no Flowstone host")
          .next("check the name of the function")
          .stop();
    }
  }

  /// The function itself failed: it died, ran out of time, did not start, or tells a failure of the
  /// host, as `503 Unavailable: what -> what to do`.
  private Problem failed(Value error) {
    String text =
        error instanceof Value.Fields fields
                && fields.get("errorMessage").orElse(Value.Null.NULL)
                    instanceof Value.Text(String message)
            ? Printable.line(message)
            : "";
    Matcher told = TOLD.matcher(text);
    if (told.matches()) {
      return Problem.failure(told.group("message"))
          .next(Objects.requireNonNullElseGet(told.group("next"), this::log));
    }
    return Problem.failure(
            "the function " + function + " failed" + (text.isEmpty() ? "" : ": " + text))
        .next(log());
  }

  private String log() {
    return "its log group tells more: /aws/lambda/" + function;
  }

  @Override
  public void close() {}
}
