package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Credentials and region, found where AWS's own tools find them: a profile that is named beats the
/// variables, which beat the rest of the chain.
final class AwsAccess {
  private static final Region OF_EMULATORS = Region.US_EAST_1;

  private final AwsSettings settings;

  AwsAccess(AwsSettings settings) {
    this.settings = settings;
  }

  /// Credentials that were found; a problem where there are none.
  AwsCredentialsProvider credentials() {
    AwsCredentialsProvider provider = provider();
    try {
      provider.resolveCredentials();
      return provider;
    } catch (SdkClientException e) {
      throw settings
          .profile()
          .map(profile ->
              Problem.failure("the profile " + profile + " has no AWS credentials")
                  .detail(Printable.line(String.valueOf(e.getMessage())))
                  .next("aws configure list-profiles shows the profiles; aws sso login renews one"))
          .orElseGet(() ->
              Problem.failure("no AWS credentials were found")
                  .next(
                      "name a profile (--profile, AWS_PROFILE), log in (aws sso login), or set"
                          + " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"))
          .stop();
    }
  }

  /// Credentials where there are any; one who names a profile means it.
  Optional<AwsCredentials> optionalCredentials() {
    if (settings.profile().isPresent()) {
      return Optional.of(credentials().resolveCredentials());
    }
    try {
      return Optional.of(provider().resolveCredentials());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  private AwsCredentialsProvider provider() {
    if (settings.profile().isPresent()) {
      return ProfileCredentialsProvider.create(settings.profile().get());
    }
    Map<String, String> environment = settings.environment();
    String key = environment.get("AWS_ACCESS_KEY_ID");
    String secret = environment.get("AWS_SECRET_ACCESS_KEY");
    if (key == null || secret == null) {
      return DefaultCredentialsProvider.builder().build();
    }
    String session = environment.get("AWS_SESSION_TOKEN");
    return StaticCredentialsProvider.create(
        session == null
            ? AwsBasicCredentials.create(key, secret)
            : AwsSessionCredentials.create(key, secret, session));
  }

  /// `named` is the region that the name of the function tells, as an ARN does.
  Region region(Optional<String> named) {
    Optional<String> given =
        settings
            .region()
            .or(() -> named)
            .or(() -> Optional.ofNullable(settings.environment().get("AWS_REGION")))
            .or(() -> Optional.ofNullable(settings.environment().get("AWS_DEFAULT_REGION")));
    if (given.isPresent()) {
      return Region.of(given.get());
    }
    if (settings.endpoint().isPresent()) {
      return OF_EMULATORS;
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      settings.profile().ifPresent(chain::profileName);
      return chain.build().getRegion();
    } catch (SdkClientException e) {
      throw Problem.failure("no AWS region was found")
          .next("say it with --region, or AWS_REGION, or in the profile")
          .stop();
    }
  }
}
