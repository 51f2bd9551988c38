package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;

/// A deployed host: is asked, and answers documents or says in words why not.
public final class RemoteHost implements AutoCloseable {
  private final Target target;
  private final Channel channel;

  private RemoteHost(Target target, Channel channel) {
    this.target = target;
    this.channel = channel;
  }

  public static RemoteHost at(Target target, AwsSettings settings) {
    return new RemoteHost(
        target,
        switch (target) {
          case Target.Function(String name) -> new FunctionChannel(name, settings);
          case Target.Url(var base) -> new HttpChannel(base, settings);
        });
  }

  public Target target() {
    return target;
  }

  /// Whatever the host answers, a refusal too.
  public HostAnswer answer(HostRequest request) {
    return channel.ask(request);
  }

  /// The document that it answers; a refusal ends the command.
  public Value.Fields ask(HostRequest request) {
    HostAnswer answer = channel.ask(request);
    if (!answer.good()) {
      throw problem(answer).stop();
    }
    return answer.body();
  }

  public Problem problem(HostAnswer answer) {
    return answer.problem(target.shown());
  }

  @Override
  public void close() {
    channel.close();
  }
}
