package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// A bucket that a host watches: sources are put into it, and the host writes beside each what
/// became of it.
///
/// Each source gets a key of its own, so that the answer is certainly to this one.
public final class SourceBucket implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final String RESULT = ".result.json";

  private final String name;
  private final String prefix;
  private final S3Client s3;

  private SourceBucket(String name, String prefix, S3Client s3) {
    this.name = name;
    this.prefix = prefix;
    this.s3 = s3;
  }

  /// `place` is a bucket, or a bucket and the beginning of its keys: `flows-prod/sources`.
  public static SourceBucket at(String place, AwsSettings settings) {
    int slash = place.indexOf('/');
    String name = slash < 0 ? place : place.substring(0, slash);
    String prefix = slash < 0 ? "" : place.substring(slash + 1).replaceAll("/+$", "");
    AwsAccess access = new AwsAccess(settings);
    var builder =
        S3Client.builder()
            .region(access.region(Optional.empty()))
            .credentialsProvider(access.credentials())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false))
            .httpClientBuilder(UrlConnectionHttpClient.builder());
    settings
        .endpoint()
        .ifPresent(endpoint -> builder.endpointOverride(endpoint).forcePathStyle(true));
    return new SourceBucket(name, prefix.isEmpty() ? "" : prefix + "/", builder.build());
  }

  /// Puts a source there, and waits for what the host says of it.
  public HostAnswer upload(String file, String source) {
    String key = prefix + UUID.randomUUID() + "/" + file.substring(file.lastIndexOf('/') + 1);
    try {
      s3.putObject(
          put -> put.bucket(name).key(key).contentType("text/plain; charset=utf-8"),
          RequestBody.fromString(source));
      Instant end = Instant.now().plus(PATIENCE);
      while (Instant.now().isBefore(end)) {
        Optional<HostAnswer> answer = answer(key + RESULT);
        if (answer.isPresent()) {
          return answer.get();
        }
        Thread.sleep(PAUSE);
      }
    } catch (SdkException e) {
      throw Problem.failure(
              "the bucket "
                  + name
                  + " cannot be used: "
                  + Printable.line(String.valueOf(e.getMessage())))
          .next("check --bucket, --region and --profile")
          .stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failure("interrupted").stop();
    }
    throw Problem.failure(
            "no host has looked at "
                + key
                + " in the bucket "
                + name
                + " for "
                + PATIENCE.toMinutes()
                + " minutes")
        .next("does the bucket notify the host's function of new objects?")
        .stop();
  }

  private Optional<HostAnswer> answer(String key) {
    try (ResponseInputStream<GetObjectResponse> object =
        s3.getObject(get -> get.bucket(name).key(key))) {
      return switch (ValueJson.parse(object.readAllBytes())) {
        case ValueJson.Parsed.Ok(Value value) -> {
          Reading reading = Reading.of(value);
          yield Optional.of(
              new HostAnswer((int) reading.whole("status"), reading.object("body").fields()));
        }
        case ValueJson.Parsed.Malformed _ -> Optional.empty();
      };
    } catch (NoSuchKeyException e) {
      return Optional.empty();
    } catch (java.io.IOException e) {
      return Optional.empty(); // it is asked for again
    }
  }

  public Problem problem(HostAnswer answer) {
    return answer.problem("the host of the bucket " + name);
  }

  @Override
  public void close() {
    s3.close();
  }
}
