package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.AwsSettings;
import dev.flowstone.cli.remote.Target;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads from options and environment which deployed host is meant, if one is.
final class Hosts {
  private static final String FUNCTION = "FLOWSTONE_FUNCTION";
  private static final String URL = "FLOWSTONE_URL";

  private final GlobalOptions options;
  private final Map<String, String> environment;

  Hosts(GlobalOptions options, Map<String, String> environment) {
    this.options = options;
    this.environment = environment;
  }

  /// Options win over the environment; with `--store`, executions of this machine are meant.
  Optional<Target> target() {
    if (options.function != null && options.url != null) {
      throw Problem.usage("--function and --url name two hosts; give one").stop();
    }
    if (options.function != null || options.url != null) {
      if (options.store != null) {
        throw Problem.usage(
                "--store is of this machine, and a deployed host is named too; give one")
            .stop();
      }
      return Optional.of(
          options.function != null
              ? new Target.Function(function("--function", options.function))
              : new Target.Url(url("--url", String.valueOf(options.url))));
    }
    String function = environment.getOrDefault(FUNCTION, "");
    String url = environment.getOrDefault(URL, "");
    if (options.store != null || (function.isEmpty() && url.isEmpty())) {
      return Optional.empty();
    }
    if (!function.isEmpty() && !url.isEmpty()) {
      throw Problem.usage(FUNCTION + " and " + URL + " name two hosts; unset one").stop();
    }
    return Optional.of(
        url.isEmpty()
            ? new Target.Function(function(FUNCTION, function))
            : new Target.Url(url(URL, url)));
  }

  AwsSettings settings() {
    return new AwsSettings(
        Optional.ofNullable(options.profile),
        Optional.ofNullable(options.region),
        Optional.ofNullable(options.endpoint).map(text -> url("--endpoint", text)),
        !options.noSign,
        environment);
  }

  /// The options that name the host again, on a command line that is shown.
  String again() {
    return option("--function", options.function)
        + option("--url", options.url)
        + option("--endpoint", options.endpoint)
        + option("--profile", options.profile)
        + option("--region", options.region)
        + (options.noSign ? " --no-sign" : "");
  }

  private static String option(String name, @org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : " " + name + " " + value;
  }

  private static String function(String option, String text) {
    if (!text.matches("[A-Za-z0-9-_:$/.]{1,300}")) {
      throw Problem.usage(option + ": " + Printable.line(text) + " is no name of a function")
          .stop();
    }
    return text;
  }

  private static URI url(String option, String text) {
    try {
      URI url = URI.create(text);
      if (Set.of("http", "https").contains(String.valueOf(url.getScheme()))
          && url.getHost() != null
          && url.getQuery() == null) {
        return url;
      }
    } catch (IllegalArgumentException e) {
      // It is told below.
    }
    throw Problem.usage(
            option + ": " + Printable.line(text) + " is no address such as https://host")
        .stop();
  }
}
