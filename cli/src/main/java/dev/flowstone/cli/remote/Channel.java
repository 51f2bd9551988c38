package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Problem;
import java.time.Duration;

/// The way to a host. What goes wrong on the way ends in a [Problem].
sealed interface Channel extends AutoCloseable permits FunctionChannel, HttpChannel {

  HostAnswer ask(HostRequest request);

  @Override
  void close();

  /// Nobody knows what became of a request.
  static Problem late(String host, Duration patience) {
    return Problem.failure(host + " did not answer within " + patience.toSeconds() + " s")
        .next("what was sent may have been accepted: look before it is sent again");
  }
}
