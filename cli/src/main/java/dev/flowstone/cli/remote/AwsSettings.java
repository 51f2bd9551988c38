package dev.flowstone.cli.remote;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/// What the user says of AWS, beside what AWS's own files and variables say; `environment` is the
/// shell's.
public record AwsSettings(
    Optional<String> profile,
    Optional<String> region,
    Optional<URI> endpoint,
    boolean sign,
    Map<String, String> environment) {
  public AwsSettings {
    environment = Map.copyOf(environment);
  }
}
