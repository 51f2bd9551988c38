package dev.flowstone.tests.lambda;

import dev.flowstone.lambda.aws.LambdaProcess;
import dev.flowstone.lambda.aws.RuntimeApi;
import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/// The execution environments of one function, each a process with an interface of its own.
final class Functions implements AutoCloseable {
  /// The timeout of the function.
  static final Duration TIMEOUT = Duration.ofMinutes(5);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final List<Environment> environments = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();

  private record Environment(RuntimeApi api, LambdaProcess process) {}

  /// Starts so many; what they print goes to files of the folder.
  Functions(int count, IntFunction<LambdaProcess.Function> function, Path folder) {
    for (int i = 0; i < count; i++) {
      RuntimeApi api = RuntimeApi.start();
      Path log = folder.resolve("function-" + i + ".log");
      environments.add(new Environment(api, LambdaProcess.start(function.apply(i), api, log)));
    }
    environments.forEach(environment -> environment.process().awaitReady(PATIENCE));
  }

  /// Has one of them called, in turn.
  CompletableFuture<Outcome> invoke(String event, Duration time) {
    int turn = Math.floorMod(next.getAndIncrement(), environments.size());
    return environments.get(turn).api().invoke(event, time);
  }

  CompletableFuture<Outcome> invoke(String event) {
    return invoke(event, TIMEOUT);
  }

  /// Waits until one of them asks for work.
  void awaitReady(int which) {
    environments.get(which).process().awaitReady(PATIENCE);
  }

  /// `kill -9`, and another process in the place of the one.
  void kill(int which) {
    environments.get(which).process().restart();
  }

  /// What all of them have printed.
  String output() {
    StringBuilder all = new StringBuilder();
    environments.forEach(environment -> all.append(environment.process().output()));
    return all.toString();
  }

  @Override
  public void close() {
    for (Environment environment : environments) {
      environment.process().close();
      environment.api().close();
    }
  }
}
